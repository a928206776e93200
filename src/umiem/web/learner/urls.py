"""Addresses of the learner's pages."""

from __future__ import annotations

from django.urls import path

from umiem.web.learner import (
    account,
    awards,
    claim,
    collections,
    counsellor,
    documents,
    imported,
    plans,
    public_page,
    shares,
    skills,
)

app_name = "learner"

urlpatterns = [
    path("", awards.awards, name="awards"),
    path("account/", account.account, name="account"),
    path("account/export/", account.export, name="export"),
    path("skills/", skills.skill_map, name="skills"),
    path("skills/declare/", skills.declare, name="skill-declare"),
    path("skills/take-back/", skills.take_back, name="skill-take-back"),
    path("plans/", plans.plans, name="plans"),
    path("plans/save/", plans.save, name="plan-save"),
    path("plans/consents/", counsellor.give, name="plan-consent"),
    path("plans/consents/<uuid:consent>/withdraw/", counsellor.withdraw, name="plan-consent-withdraw"),
    path("plans/links/<uuid:plan_link>/stop/", plans.stop_link, name="plan-link-stop"),
    path("plans/<uuid:plan>/", plans.plan, name="plan"),
    path("plans/<uuid:plan>/document/", plans.document, name="plan-document"),
    path("plans/<uuid:plan>/calendar/", plans.calendar, name="plan-calendar"),
    path("plans/<uuid:plan>/link/", plans.link, name="plan-link"),
    path("plans/<uuid:plan>/delete/", plans.delete, name="plan-delete"),
    path("clients/", counsellor.clients, name="clients"),
    path("clients/plans/<uuid:plan>/", counsellor.client_plan, name="client-plan"),
    path("claim/<str:code>/", claim.claim, name="claim"),
    path("claim/<str:code>/decline/", claim.decline, name="claim-decline"),
    path("imported/", imported.imported, name="imported"),
    path("imported/<uuid:imported>/", imported.one, name="imported-one"),
    path("imported/<uuid:imported>/check/", imported.check_again, name="imported-check"),
    path("imported/<uuid:imported>/file/", imported.download, name="imported-file"),
    path("imported/<uuid:imported>/delete/", imported.forget, name="imported-delete"),
    path("collections/", collections.collection_list, name="collections"),
    path("collections/new/", collections.new, name="collection-new"),
    path("collections/<uuid:collection>/", collections.one, name="collection"),
    path("collections/<uuid:collection>/delete/", collections.delete, name="collection-delete"),
    path("shares/<uuid:share>/stop/", shares.stop, name="share-stop"),
    path("<uuid:award>/", awards.award, name="award"),
    path("<uuid:award>/accept/", awards.accept, name="accept"),
    path("<uuid:award>/decline/", awards.decline, name="decline"),
    path("<uuid:award>/credential/", awards.credential, name="credential"),
    path("<uuid:award>/certificate/", documents.certificate, name="certificate"),
    path("<uuid:award>/badge/", documents.badge, name="badge"),
    path("<uuid:award>/european/", documents.european, name="european"),
    path("<uuid:award>/public/", public_page.public_page, name="public-page"),
    path("<uuid:award>/public/preview/", public_page.preview, name="public-page-preview"),
    path("<uuid:award>/formats/", documents.formats, name="formats"),
    path("<uuid:award>/as/<str:format>/", documents.download, name="format"),
    path("<uuid:award>/elements/", documents.elements, name="elements"),
    path("<uuid:award>/share/", shares.create, name="share"),
]
