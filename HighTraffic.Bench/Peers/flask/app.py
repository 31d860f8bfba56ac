"""The catalogue with Flask, SQLAlchemy and Redis, with which the benchmark compares this project.

It reads the tables of HighTraffic and has its own schema for tasks. The list is cached in Redis as JSON until it expires.
A task is a row in PostgreSQL, and its id in a Redis list from which workers would take it. The row is durable, and the list entry
is not. A crash between the two, or of Redis, leaves a row that no worker learns of.
"""
import os
import uuid

import redis
from flask import Flask, Response, abort, json, jsonify, request
from sqlalchemy import func, select
from sqlalchemy.orm import scoped_session, sessionmaker

import core
from database import engine
from keys import requires_key
from models import Product, Task, User

CACHE_SECONDS = 60

app = Flask(__name__)
cache = redis.Redis.from_url(os.environ["REDIS_URL"])
session = scoped_session(sessionmaker(engine))
app.register_blueprint(core.blueprint)


@app.teardown_appcontext
def end_session(error):
    session.remove()


@app.get("/health")
def health():
    return "ok"


@app.get("/api/products")
def list_products():
    size = min(max(request.args.get("pageSize", 50, type=int), 1), 100)
    after = request.args.get("cursor", 0, type=int)
    key = f"products:{after}:{size}"
    body = cache.get(key)
    status = "flask; hit"
    if body is None:
        body = json.dumps(read_page(after, size)).encode()
        cache.setex(key, CACHE_SECONDS, body)
        status = "flask; fwd=miss"
    return Response(body, mimetype="application/json", headers={"Cache-Status": status})


def read_page(after, size):
    products = session.scalars(select(Product).where(Product.id > after).order_by(Product.id).limit(size + 1)).all()
    items = [
        {"id": product.id, "sku": product.sku, "name": product.name, "description": product.description, "category": product.category,
         "priceCents": product.price_cents, "stock": product.stock, "updatedAt": product.updated_at.isoformat()}
        for product in products[:size]]
    return {"items": items, "nextCursor": items[-1]["id"] if len(products) > size else None}


@app.get("/api/users/by-email")
@requires_key
def user_by_email():
    user = session.scalar(select(User).where(User.email_key == func.lower(request.args.get("email", ""))))
    if user is None:
        abort(404)
    return jsonify(id=user.id, email=user.email, displayName=user.display_name, createdAt=user.created_at.isoformat())


@app.post("/api/tasks")
@requires_key
def enqueue():
    body = request.get_json()
    task_id = uuid.uuid4()
    session.add(Task(id=task_id, type=body["type"], parameters=body.get("parameters", {}), status="queued"))
    session.commit()
    cache.lpush("tasks", str(task_id))
    return jsonify(id=str(task_id), status="queued"), 202, {"Location": f"/api/tasks/{task_id}"}
