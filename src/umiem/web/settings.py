"""Django's settings. Values of the installation come from ``umiem.wiring``; nothing is read here."""

from __future__ import annotations

from pathlib import Path

from umiem import wiring

_PLACE = wiring.installation()
_PACKAGE = Path(__file__).parents[1]

SECRET_KEY = wiring.session_secret(_PLACE)
DEBUG = False
ALLOWED_HOSTS = [_PLACE.host, "localhost", "127.0.0.1", "[::1]", *_PLACE.allowed_hosts]
ROOT_URLCONF = "umiem.web.urls"
WSGI_APPLICATION = "umiem.web.wsgi.application"
DATABASES = {"default": wiring.database_settings(_PLACE)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "storage.User"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "django_htmx",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "umiem.storage",
    "umiem.web",
    "umiem.api",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "umiem.web.middleware.ProblemMiddleware",
    "umiem.web.middleware.HeadersMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "umiem.web.uploads.RequestSizeMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "umiem.web.second_fact.SecondFactMiddleware",
    "umiem.web.throttle.ThrottleMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "umiem.web.signed_out.SignedOutMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [_PACKAGE / "web" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "umiem.web.context.installation",
            ]
        },
    }
]

# Languages: chosen by the switch (a cookie), else by the browser.
LANGUAGE_CODE = "pl"
LANGUAGES = [("pl", "Polski"), ("en", "English")]
LANGUAGE_COOKIE_NAME = "umiem_language"
LANGUAGE_COOKIE_SAMESITE = "Lax"
LOCALE_PATHS = [_PACKAGE / "locale"]
FORMAT_MODULE_PATH = ["umiem.web.formats"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/Warsaw"

STATIC_URL = "/static/"
STATIC_ROOT = _PLACE.static_folder
STATICFILES_DIRS = [_PACKAGE / "web" / "static"]
WHITENOISE_MAX_AGE = 3600
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}

# Requests: small, so that nobody fills memory or disk. Uploads stay in memory, nothing is written out.
DATA_UPLOAD_MAX_MEMORY_SIZE = 12 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 40 * 1024 * 1024  # a ZIP of 5,000 credentials; lists have a limit of their own
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2_000
DATA_UPLOAD_MAX_NUMBER_FILES = 5_000  # a batch of credentials; together within the limit above
FILE_UPLOAD_HANDLERS = ["umiem.web.uploads.LimitedUploadHandler"]

# Cookies and transport
_PREFIX = "__Host-" if _PLACE.is_https else ""
SESSION_COOKIE_NAME = f"{_PREFIX}umiem_session"
CSRF_COOKIE_NAME = f"{_PREFIX}umiem_csrf"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = _PLACE.is_https
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 14 * 24 * 3600
CSRF_FAILURE_VIEW = "umiem.web.errors.csrf_failure"
CSRF_TRUSTED_ORIGINS = [_PLACE.base_url]
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if _PLACE.is_https else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = False
SECURE_SSL_REDIRECT = _PLACE.is_https and _PLACE.behind_proxy
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if _PLACE.behind_proxy else None

# Signing in: a code sent by e-mail, or a passkey. There are no passwords.
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "public:start"
ACCOUNT_FORMS = {"request_login_code": "umiem.web.forms.sign_in.SignInForm"}
ACCOUNT_ADAPTER = "umiem.web.sign_in.SignInAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 600
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 5
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_MAX_EMAIL_ADDRESSES = 5
ACCOUNT_CHANGE_EMAIL = False
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_SESSION_REMEMBER = True
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if _PLACE.behind_proxy else 0  # its limits count clients, not our proxy
ACCOUNT_RATE_LIMITS = {
    "login": "30/m/ip",
    "login_failed": "10/5m/ip,5/5m/key",
    "signup": "20/m/ip",
    "request_login_code": "20/m/ip,3/m/key",
    "manage_email": "10/m/user",
    "confirm_email": "5/m/key",
}
MFA_FORMS = {"add_webauthn": "umiem.web.forms.sign_in.PasskeyForm"}
MFA_SUPPORTED_TYPES = ["webauthn"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_PASSKEY_SIGNUP_ENABLED = False
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not _PLACE.is_https
MFA_ADAPTER = "umiem.web.sign_in.PasskeyAdapter"

EMAIL_BACKEND = "umiem.services.notice.mail_backend.OutboxBackend"
DEFAULT_FROM_EMAIL = _PLACE.mail_from
MOST_COUNTED = 100_000  # addresses whose requests are counted at once; beyond them the oldest are forgotten
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "umiem",
        "OPTIONS": {"MAX_ENTRIES": MOST_COUNTED},
    }
}

NINJA_PAGINATION_MAX_LIMIT = 200

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    # What strangers send is answered and is no news; its addresses may hold tokens. Errors of ours are told.
    "loggers": {"django.request": {"level": "ERROR"}, "django.security": {"level": "CRITICAL"}},
}
