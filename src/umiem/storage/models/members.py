"""People who sign in, and the roles they hold in organisations."""

from __future__ import annotations

from enum import StrEnum
from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

from umiem.storage.models.columns import moment, one_of, public_id
from umiem.storage.models.organisations import Organisation


class Role(StrEnum):
    """What a member may do: write definitions, judge them, approve them, award, or run the organisation."""

    AUTHOR = "author"
    REVIEWER = "reviewer"
    APPROVER = "approver"
    ISSUER = "issuer"
    ADMIN = "admin"


class PeopleQuerySet(BaseUserManager["User"]):
    """Creates people; there are no passwords in Umiem."""

    def create_user(self, email: str, *, name: str = "", language: str = "pl") -> User:
        """Store a new person, who signs in by a code sent to ``email`` or by a passkey."""
        person = self.model(email=email.casefold(), name=name, language=language)
        person.set_unusable_password()
        person.save(using=self._db)
        return person


class User(AbstractBaseUser):
    """A person. Further verified addresses are in allauth's table of e-mail addresses.

    While ``second_fact_reason`` is set the mailbox alone is not believed: the person acts as nobody.
    """

    public_id = public_id()
    email = models.EmailField(unique=True)
    name = models.CharField(max_length=200, blank=True, default="")
    language = models.CharField(max_length=8, default="pl")
    is_active = models.BooleanField(default=True)
    second_fact_reason = models.CharField(max_length=12, null=True)
    created_at = moment()

    objects: ClassVar[PeopleQuerySet] = PeopleQuerySet()
    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    def __str__(self) -> str:
        return self.email


class Membership(models.Model):
    """One person's role in one organisation."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="memberships")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=12)
    created_at = moment()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("organisation", "user"), name="membership_once"),
            one_of("role", Role, name="membership_role"),
        )

    def __str__(self) -> str:
        return f"{self.user_id} {self.role}"
