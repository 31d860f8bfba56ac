"""The tables: products and users are those of HighTraffic."""
from sqlalchemy import BigInteger, Column, DateTime, Integer, String
from sqlalchemy.dialects.postgresql import JSONB, UUID
from sqlalchemy.orm import declarative_base

Base = declarative_base()


class Product(Base):
    __tablename__ = "products"
    id = Column(BigInteger, primary_key=True)
    sku = Column(String)
    name = Column(String)
    description = Column(String)
    category = Column(String)
    price_cents = Column(Integer)
    stock = Column(Integer)
    updated_at = Column(DateTime(timezone=True))


class User(Base):
    __tablename__ = "users"
    id = Column(BigInteger, primary_key=True)
    email = Column(String)
    email_key = Column(String)
    display_name = Column(String)
    created_at = Column(DateTime(timezone=True))


class Task(Base):
    __tablename__ = "tasks"
    __table_args__ = {"schema": "flask"}
    id = Column(UUID(as_uuid=True), primary_key=True)
    type = Column(String)
    parameters = Column(JSONB)
    status = Column(String)
