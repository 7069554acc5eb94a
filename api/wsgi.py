"""The WSGI application, made from the environment. Zappa's door, and the local server's."""

from api.app import create_app
from api.bootstrap import from_os_environment

app = create_app(from_os_environment())
