"""Addresses of the learner's pages."""

from __future__ import annotations

from django.urls import path

from umiem.web.learner import account, awards, claim, documents, shares

app_name = "learner"

urlpatterns = [
    path("", awards.awards, name="awards"),
    path("account/", account.account, name="account"),
    path("account/export/", account.export, name="export"),
    path("claim/<str:code>/", claim.claim, name="claim"),
    path("claim/<str:code>/decline/", claim.decline, name="claim-decline"),
    path("shares/<uuid:share>/stop/", shares.stop, name="share-stop"),
    path("<uuid:award>/", awards.award, name="award"),
    path("<uuid:award>/accept/", awards.accept, name="accept"),
    path("<uuid:award>/decline/", awards.decline, name="decline"),
    path("<uuid:award>/credential/", awards.credential, name="credential"),
    path("<uuid:award>/certificate/", documents.certificate, name="certificate"),
    path("<uuid:award>/badge/", documents.badge, name="badge"),
    path("<uuid:award>/european/", documents.european, name="european"),
    path("<uuid:award>/share/", shares.create, name="share"),
]
