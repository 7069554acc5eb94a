"""Public answers that change only with a deployment: how long they may be kept, and the tag by which they are asked for again. Holds nothing back."""

import flask


def cacheable(response: flask.Response, *, seconds: int = 300) -> flask.Response:
    """`response` with a strong ETag of its bytes, or an empty 304 where the caller has them already."""
    response.headers["Cache-Control"] = f"public, max-age={seconds}"
    response.add_etag()
    response.make_conditional(flask.request)
    return response
