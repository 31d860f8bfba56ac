"""The pool: an open connection for each thread of a worker."""
import os

from sqlalchemy import create_engine

engine = create_engine(os.environ["DATABASE_URL"], pool_size=int(os.environ["THREADS"]), max_overflow=0)
