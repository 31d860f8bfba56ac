"""The two endpoints that query the database, without the mapper: what tuning the hot paths of such an app can gain."""
import os
import uuid

import redis
from flask import Blueprint, abort, jsonify, request
from sqlalchemy import bindparam, func, insert, select

from database import engine
from keys import requires_key
from models import Task, User

blueprint = Blueprint("core", __name__, url_prefix="/core")
cache = redis.Redis.from_url(os.environ["REDIS_URL"])

# A read needs no transaction, which saves two round trips.
reads = engine.execution_options(isolation_level="AUTOCOMMIT")
users = User.__table__
USER = select(users.c.id, users.c.email, users.c.display_name, users.c.created_at).where(users.c.email_key == func.lower(bindparam("email")))
NEW_TASK = insert(Task.__table__)


@blueprint.get("/users/by-email")
@requires_key
def user_by_email():
    with reads.connect() as connection:
        user = connection.execute(USER, {"email": request.args.get("email", "")}).first()
    if user is None:
        abort(404)
    return jsonify(id=user.id, email=user.email, displayName=user.display_name, createdAt=user.created_at.isoformat())


@blueprint.post("/tasks")
@requires_key
def enqueue():
    body = request.get_json()
    task_id = uuid.uuid4()
    with engine.begin() as connection:
        connection.execute(NEW_TASK, {"id": task_id, "type": body["type"], "parameters": body.get("parameters", {}), "status": "queued"})
    cache.lpush("tasks", str(task_id))
    return jsonify(id=str(task_id), status="queued"), 202, {"Location": f"/core/tasks/{task_id}"}
