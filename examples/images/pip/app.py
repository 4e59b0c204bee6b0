"""One page, as a WSGI application."""


def app(environ, start_response):
    start_response("200 OK", [("content-type", "text/plain")])
    return [b"hello from Python, by pip\n"]
