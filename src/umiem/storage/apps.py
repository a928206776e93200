"""The Django application that holds every table of Umiem."""

from django.apps import AppConfig


class StorageConfig(AppConfig):
    """Tables named ``storage_…``; models are imported from ``umiem.storage.models``."""

    name = "umiem.storage"
    label = "storage"
    default_auto_field = "django.db.models.BigAutoField"
