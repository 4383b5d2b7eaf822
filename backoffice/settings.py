"""All settings, read from the environment by the strict readers of `env`: a wrong value stops the start.

The names in the environment are the stable surface listed in the README; everything else is fixed here.
"""

from pathlib import Path
from urllib.parse import urlsplit

from backoffice import database, env

BASE_DIR = Path(__file__).resolve().parent.parent
STATE_DIR = Path(env.text("ONEQUEUE_HOME", str(BASE_DIR / ".onequeue"))).expanduser()

DEMO = env.flag("ONEQUEUE_DEMO", False)
DEBUG = env.flag("ONEQUEUE_DEBUG", False)
SECRET_KEY = env.secret("ONEQUEUE_SECRET_KEY")
PUBLIC_BASE_URL = env.url("PUBLIC_BASE_URL", "http://127.0.0.1:8000").rstrip("/")
# Where this very process answers, for the demo telephone, which calls its own web server.
LOOPBACK_BASE_URL = env.url("LOOPBACK_BASE_URL", PUBLIC_BASE_URL).rstrip("/")
_public = urlsplit(PUBLIC_BASE_URL)
HTTPS = _public.scheme == "https"

# Loopback names are always served, so that health checks and the demo work whatever the public name is.
ALLOWED_HOSTS = sorted({_public.hostname or "localhost", "127.0.0.1", "localhost", "[::1]"})
CSRF_TRUSTED_ORIGINS = [PUBLIC_BASE_URL]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.contrib.postgres",
    "csp",
    "django_filters",
    "django_htmx",
    "pgtrigger",
    "pghistory",
    "rest_framework",
    "drf_spectacular",
    "backoffice",
    "casework",
    "channels",
    "channels.web",
    "channels.sms",
    "channels.whatsapp",
    "channels.phone",
    "channels.in_person",
    "channels.letter",
    "channels.email",
    "api",
]

MIDDLEWARE = [
    "backoffice.middleware.RequestId",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "backoffice.middleware.PackedPages",
    "backoffice.middleware.ContentPolicy",
    "backoffice.middleware.AtHand",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "backoffice.page_language.PageLanguage",
    "backoffice.middleware.Messages",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "backoffice.middleware.PrivatePages",
]

ROOT_URLCONF = "backoffice.urls"
WSGI_APPLICATION = "backoffice.wsgi.application"
ASGI_APPLICATION = "backoffice.asgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "backoffice" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "backoffice.context.frame",
            ],
            "builtins": [
                "casework.templatetags.oq",
                "django.templatetags.i18n",
                "casework.templatetags.kept_nodes",
            ],
        },
    },
    {  # parts of pages, which Django's templates ask for by the tags in casework/templatetags/oq.py and nobody else
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [BASE_DIR / "backoffice" / "jinja2"],
        "OPTIONS": {"environment": "backoffice.jinja.environment"},
    },
]

DATABASES = {"default": database.settings(env.text("DATABASE_URL", "postgresql:///onequeue"))}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = env.text("REDIS_URL", "")
CACHES = {
    "default": (
        {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": REDIS_URL,
        }
        if REDIS_URL
        else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
    )
}

AUTH_USER_MODEL = "casework.Staff"
AUTHENTICATION_BACKENDS = ["casework.standing.StaffBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "desk:start"
LOGOUT_REDIRECT_URL = "login"

SESSION_ENGINE = "backoffice.sessions"
SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = HTTPS
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SECURE = HTTPS
CSRF_FAILURE_VIEW = "backoffice.views.csrf_failure"
SECURE_SSL_REDIRECT = False  # the proxy redirects; loopback stays plain for health checks
SECURE_HSTS_SECONDS = 31536000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
X_FRAME_OPTIONS = "DENY"
SILENCED_SYSTEM_CHECKS = [
    # The proxy that terminates TLS redirects; the process itself also serves loopback in plain HTTP.
    "security.W008",
]
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
    }
}

LANGUAGE_CODE = "en-gb"
LANGUAGES = [("en-gb", "English"), ("cy", "Cymraeg")]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "Europe/London"
USE_I18N = True
USE_TZ = True

STATIC_URL = "static/"
STATIC_ROOT = STATE_DIR / "static"
STATICFILES_DIRS = [path for path in [BASE_DIR / "backoffice" / "static"] if path.exists()]
WHITENOISE_USE_FINDERS = True  # a checkout serves what the build put beside the code, without collectstatic
MEDIA_ROOT = STATE_DIR / "files"
MEDIA_URL = "/never-served-directly/"
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o700
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 400
DATA_UPLOAD_MAX_NUMBER_FILES = 100

TWILIO_ACCOUNT_SID = env.text("TWILIO_ACCOUNT_SID", "")
TWILIO_AUTH_TOKEN = env.text("TWILIO_AUTH_TOKEN", "")
TWILIO_AUTH_TOKEN_SECONDARY = env.text("TWILIO_AUTH_TOKEN_SECONDARY", "")
TWILIO_SUBACCOUNTS = env.pairs("TWILIO_SUBACCOUNTS")
TWILIO_NUMBER = env.text("TWILIO_NUMBER", "")
TWILIO_NUMBERS = env.words("TWILIO_NUMBERS")
TWILIO_API_BASE = env.text("TWILIO_API_BASE", "").rstrip("/")
TWILIO_WHATSAPP_NUMBER = env.text("TWILIO_WHATSAPP_NUMBER", "")
TWILIO_WHATSAPP_TEMPLATES = env.texts("TWILIO_WHATSAPP_TEMPLATES")
TWILIO_VOICE = env.flag("TWILIO_VOICE", False)
TWILIO_VOICE_FORWARD_TO = env.telephones("TWILIO_VOICE_FORWARD_TO")

SMS_PROVIDER = env.choice("SMS_PROVIDER", "twilio", choices=("twilio", "notify"))
NOTIFY_API_KEY = env.text("NOTIFY_API_KEY", "")
NOTIFY_TEMPLATE_ID = env.text("NOTIFY_TEMPLATE_ID", "")
NOTIFY_TEMPLATE_FIELD = env.text("NOTIFY_TEMPLATE_FIELD", "body")
NOTIFY_CALLBACK_TOKEN = env.text("NOTIFY_CALLBACK_TOKEN", "")
NOTIFY_NUMBERS = env.words("NOTIFY_NUMBERS")
NOTIFY_API_BASE = env.text("NOTIFY_API_BASE", "").rstrip("/")

_mail = env.mail("EMAIL_URL")
EMAIL_FROM = env.mailbox("EMAIL_FROM")
EMAIL_TIMEOUT = 20
EMAIL_FILE_PATH = STATE_DIR / "mail"
if _mail is not None:
    EMAIL_BACKEND = "channels.email.backend.Backend"
    EMAIL_HOST, EMAIL_PORT = _mail.host, _mail.port
    EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = _mail.user, _mail.password
    EMAIL_USE_SSL, EMAIL_USE_TLS = _mail.tls_at_once, _mail.tls_after_hello
elif DEMO:  # nothing leaves the machine: the demo's e-mails are files
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FROM = EMAIL_FROM or "office@demo.example.org"
EMAIL_READY = bool(EMAIL_FROM) and (_mail is not None or DEMO)
EMAIL_TO_FILES = _mail is None and DEMO

# What stands at the top of a letter, its lines parted by "|"; the second for people who must not be known to write to us.
LETTER_RETURN_ADDRESS = env.text("LETTER_RETURN_ADDRESS")
LETTER_RETURN_ADDRESS_NEUTRAL = env.text("LETTER_RETURN_ADDRESS_NEUTRAL")

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "api.authentication.KeyAuthentication",
        "api.authentication.DeskSession",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["api.parsers.StrictJSON"],
    "DEFAULT_PAGINATION_CLASS": "api.pagination.Keyset",
    "DEFAULT_FILTER_BACKENDS": [],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "api.errors.problem",
    "UNAUTHENTICATED_USER": None,
    "PAGE_SIZE": 50,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Onequeue",
    "DESCRIPTION": "Cases, contacts and answers of an office, from every channel.",
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
    # Fields of one name with choices of their own, told apart in the description.
    "ENUM_NAME_OVERRIDES": {
        "CaseStatus": "casework.workflow.STATUS_CHOICES",
        "DeliveryStatus": "casework.models.delivery.DeliveryStatus",
        "PointKind": "casework.models.person.PointKind",
        "QuestionKind": "casework.models.service.QuestionKind",
    },
}

LOGGING_CONFIG = "backoffice.logging.configure"
LOGGING = {"level": env.text("ONEQUEUE_LOG_LEVEL", "INFO")}
