"""Checks the key of requests for personal data and tasks."""
import hmac
import os
from functools import wraps

from flask import abort, request


def requires_key(view):
    @wraps(view)
    def checked(*args, **kwargs):
        if not hmac.compare_digest(request.headers.get("X-Api-Key", ""), os.environ["API_KEY"]):
            abort(401)
        return view(*args, **kwargs)
    return checked
