"""Somebody asks a candidate for credentials; the candidate chooses what to answer with."""

from __future__ import annotations

from django.db import models

from umiem.storage.models.access import ShareLink
from umiem.storage.models.columns import moment, public_id
from umiem.storage.models.members import User
from umiem.storage.models.portfolio import ImportedCredential


class CandidateRequest(models.Model):
    """What an employer asks for. Two secret addresses lead to it: the employer's and the candidate's."""

    public_id = public_id()
    employer_hash = models.CharField(max_length=64, unique=True)
    candidate_hash = models.CharField(max_length=64, unique=True)
    employer = models.CharField(max_length=120)
    purpose = models.CharField(max_length=200)
    wanted = models.CharField(max_length=2_000, blank=True, default="")
    skills = models.JSONField(default=list)
    definitions = models.JSONField(default=list)
    created_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = moment()
    expires_at = models.DateTimeField(db_index=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-id",)

    def __str__(self) -> str:
        return str(self.public_id)


class RequestAnswer(models.Model):
    """A candidate's answer: links of their own, made for this request, credentials from elsewhere, a note."""

    public_id = public_id()
    request = models.ForeignKey(CandidateRequest, on_delete=models.CASCADE, related_name="answers")
    owner = models.ForeignKey(User, on_delete=models.CASCADE, related_name="request_answers")
    note = models.CharField(max_length=1_000, blank=True, default="")
    links = models.ManyToManyField(ShareLink, related_name="+")
    imported = models.ManyToManyField(ImportedCredential, related_name="+")
    created_at = moment()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-id",)

    def __str__(self) -> str:
        return str(self.public_id)
