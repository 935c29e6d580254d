"""The WSGI application that gunicorn serves."""

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "commune_police.settings")
# Django asks for the key only when it signs something: without this the server would start and answer 500.
KEY_IS_SET = bool(settings.SECRET_KEY)
application = get_wsgi_application()
