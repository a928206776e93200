"""Addresses of the staff's pages; all below the organisation's short name."""

from __future__ import annotations

from django.urls import include, path

from umiem.web.issuer import (
    administration,
    awards,
    corrections,
    dashboard,
    definitions,
    lists,
    mail,
    reports,
    review,
    status_changes,
)

app_name = "issuer"

_pages = [
    path("", dashboard.dashboard, name="dashboard"),
    path("definitions/", definitions.definitions, name="definitions"),
    path("definitions/upload/", definitions.upload, name="definition-upload"),
    path("definitions/<slug:slug>/", definitions.definition, name="definition"),
    path("definitions/<slug:slug>/publish/", definitions.publish, name="definition-publish"),
    path("definitions/<slug:slug>/archive/", definitions.archive, name="definition-archive"),
    path("definitions/<slug:slug>/file/", definitions.file, name="definition-file"),
    path("definitions/<slug:slug>/sheet/", definitions.sheet, name="definition-sheet"),
    path("definitions/<slug:slug>/quality/", review.quality, name="definition-quality"),
    path("definitions/<slug:slug>/versions/", review.versions, name="definition-versions"),
    path("definitions/<slug:slug>/versions/new/", review.begin_version, name="definition-new-version"),
    path("definitions/<slug:slug>/review/", review.review, name="definition-review"),
    path("definitions/<slug:slug>/submit/", review.submit, name="definition-submit"),
    path("definitions/<slug:slug>/withdraw/", review.withdraw, name="definition-withdraw"),
    path("approval-rule/", review.rule, name="approval-rule"),
    path("awards/", awards.awards, name="awards"),
    path("awards/one/", awards.choose, name="award-choose"),
    path("awards/one/<slug:slug>/", awards.award_one, name="award-one"),
    path("awards/list/", lists.choose, name="list-choose"),
    path("awards/list/<slug:slug>/", lists.award_list, name="award-list"),
    path("awards/<uuid:award>/", awards.award, name="award"),
    path("awards/<uuid:award>/credential/", awards.credential, name="credential"),
    path("awards/<uuid:award>/revoke/", status_changes.revoke, name="revoke"),
    path("awards/<uuid:award>/suspend/", status_changes.suspend, name="suspend"),
    path("awards/<uuid:award>/lift/", status_changes.lift, name="lift"),
    path("awards/<uuid:award>/code/", awards.give_code, name="award-code"),
    path("awards/<uuid:award>/address/", awards.rebind, name="award-rebind"),
    path("awards/<uuid:award>/mail/<uuid:notice>/", awards.resend, name="mail-resend"),
    path("awards/<uuid:award>/correct/", corrections.correct, name="correct"),
    path("awards/<uuid:award>/renew/", corrections.renew, name="renew"),
    path("reports/", reports.reports, name="reports"),
    path("reports/<uuid:report>/", reports.report, name="report"),
    path("mail/", mail.mail, name="mail"),
    path("mail/again/", mail.failed_again, name="mail-failed-again"),
    path("mail/<uuid:notice>/again/", mail.again, name="mail-again"),
    path("mail/settings/", mail.settings, name="mail-settings"),
    path("mail/texts/<slug:kind>/<slug:language>/", mail.text, name="mail-text"),
    path("organisation/", administration.details, name="organisation"),
    path("members/", administration.members, name="members"),
    path("members/<int:membership>/remove/", administration.remove_member, name="member-remove"),
    path("tokens/", administration.tokens, name="tokens"),
    path("tokens/<uuid:token>/end/", administration.end_token, name="token-end"),
    path("history/", administration.history, name="history"),
]

urlpatterns = [path("<slug:organisation>/", include(_pages))]
