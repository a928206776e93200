"""Whether a request changed anything that people can change."""

from __future__ import annotations

import hashlib

from umiem.storage.models import (
    ApiToken,
    Award,
    Batch,
    CandidateRequest,
    CertificateDesign,
    Collection,
    Credential,
    CredentialOffer,
    DeclaredSkill,
    DefinitionFeedback,
    DefinitionOffer,
    DefinitionVersion,
    EndingAddress,
    Erasure,
    ImportedCredential,
    KeyCeremony,
    ListDraft,
    MailText,
    Membership,
    NoticeSettings,
    Organisation,
    OutboxMail,
    PeerInvitation,
    PlanConsent,
    PlanLink,
    PrivacySettings,
    PublicPage,
    Report,
    RequestAnswer,
    SavedPlan,
    SealKey,
    ShareLink,
    SigningKey,
    StackApplication,
)


def everything_stored() -> str:
    """A digest of what people can change, so that a refused request can be seen to change nothing."""
    tables = (
        Award.objects.values_list("id", "state", "holder"),
        Batch.objects.values_list("id", "state"),
        Credential.objects.values_list("id", "status", "state"),
        DefinitionVersion.objects.values_list("id", "digest", "state"),
        Membership.objects.values_list("id", "user", "role"),
        Organisation.objects.values_list("id", "names", "hue", "approval_rule", "undo_hours"),
        OutboxMail.objects.values_list("id", "state", "next_attempt_at"),
        ShareLink.objects.values_list("id", "revoked_at", "views"),
        DefinitionOffer.objects.values_list("id"),
        CredentialOffer.objects.values_list("id", "withdrawn_at", "used_at"),
        DeclaredSkill.objects.values_list("id", "uri"),
        SavedPlan.objects.values_list("id", "wish"),
        PlanLink.objects.values_list("id", "revoked_at"),
        PlanConsent.objects.values_list("id", "withdrawn_at"),
        ApiToken.objects.values_list("id", "revoked_at"),
        CandidateRequest.objects.values_list("id", "closed_at"),
        RequestAnswer.objects.values_list("id", "withdrawn_at"),
        DefinitionFeedback.objects.values_list("id", "outcomes", "comment", "hidden_at"),
        PeerInvitation.objects.values_list("id", "ended_at"),
        ImportedCredential.objects.values_list("id", "checked_at"),
        Collection.objects.values_list("id", "title"),
        PrivacySettings.objects.values_list("id", "legal_basis"),
        Erasure.objects.values_list("id", "state"),
        EndingAddress.objects.values_list("id", "ends_on"),
        PublicPage.objects.values_list("id", "is_public"),
        Report.objects.values_list("id", "state"),
        SigningKey.objects.values_list("id", "state"),
        KeyCeremony.objects.values_list("id", "state", "confirmations"),
        MailText.objects.values_list("id", "subject"),
        NoticeSettings.objects.values_list("id", "sender_name"),
        ListDraft.objects.values_list("id", "state", "touched_at"),
        CertificateDesign.objects.values_list("id", "design"),
        SealKey.objects.values_list("id", "chain"),
        StackApplication.objects.values_list("id", "state"),
    )
    return hashlib.sha256(repr([sorted(map(repr, table)) for table in tables]).encode()).hexdigest()


class Writes:
    """Watches the statements of a request: one that writes nothing cannot have changed anything."""

    def __init__(self) -> None:
        self.seen = False

    def __call__(self, execute, sql, params, many, context):
        self.seen = self.seen or not sql.lstrip("( ").upper().startswith(("SELECT", "SAVEPOINT", "RELEASE"))
        return execute(sql, params, many, context)
