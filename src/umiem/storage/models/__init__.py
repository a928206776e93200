"""Every model, so that ``umiem.storage.models`` is the one place to import them from."""

from umiem.storage.models.access import ApiToken, IdempotencyKey, ShareLink, ShareView
from umiem.storage.models.addresses import EndingAddress, MailProof
from umiem.storage.models.applications import ApplicationComponent, ApplicationState, StackApplication
from umiem.storage.models.audit import AuditEntry, AuditHead
from umiem.storage.models.awards import Award, AwardState, Learner
from umiem.storage.models.background import BackgroundTurn
from umiem.storage.models.batches import (
    Batch,
    BatchChange,
    BatchChunk,
    BatchState,
    ChunkState,
    CompressionDictionary,
)
from umiem.storage.models.catalogue import DEMAND_KINDS, CatalogueEntry, DemandCount, DemandSurvey
from umiem.storage.models.checking import CheckBatch, CheckItem, ItemState
from umiem.storage.models.credential_offers import CredentialOffer, WalletCopy
from umiem.storage.models.credentials import Credential, CredentialState, CredentialStatus, ReplacementKind
from umiem.storage.models.definitions import Definition, DefinitionState, DefinitionVersion
from umiem.storage.models.feedback import DefinitionFeedback, FeedbackKind, PeerInvitation
from umiem.storage.models.keys import (
    CeremonyState,
    DidDocumentVersion,
    KeyCeremony,
    KeyState,
    KeyStore,
    Reissue,
    ReissueState,
    SignerLogBlock,
    SignerLogEntry,
    SignerLogHead,
    SignerLogRoot,
    SigningKey,
)
from umiem.storage.models.lists import (
    ListBlock,
    ListColumnMemory,
    ListDraft,
    ListFile,
    ListFix,
    ListIndex,
    ListState,
)
from umiem.storage.models.mail import MailState, MailText, NoticeSettings, OutboxMail
from umiem.storage.models.members import Membership, Role, User
from umiem.storage.models.offers import OFFER_MODES, DefinitionOffer
from umiem.storage.models.organisations import ApprovalRule, Organisation
from umiem.storage.models.plans import DeclaredSkill, PlanConsent, PlanLink, SavedPlan
from umiem.storage.models.portfolio import Collection, CollectionItem, ImportedCredential, PublicPage
from umiem.storage.models.privacy import Erasure, ErasureState, LegalBasis, PrivacySettings
from umiem.storage.models.reports import Report, ReportKind, ReportState
from umiem.storage.models.representations import CertificateDesign, PrintedCode, Representation, SealKey
from umiem.storage.models.requests import CandidateRequest, RequestAnswer
from umiem.storage.models.reviews import (
    DecisionKind,
    DefinitionAuthor,
    DefinitionDecision,
    DefinitionRevision,
)
from umiem.storage.models.scrubbing import ScrubRound
from umiem.storage.models.status import StatusEntry, StatusList, StatusPurpose
from umiem.storage.models.trust import DomainProof, KeySetSeen, ListedIssuer, StatusSeen, TrustList

__all__ = [
    "DEMAND_KINDS",
    "OFFER_MODES",
    "ApiToken",
    "ApplicationComponent",
    "ApplicationState",
    "ApprovalRule",
    "AuditEntry",
    "AuditHead",
    "Award",
    "AwardState",
    "BackgroundTurn",
    "Batch",
    "BatchChange",
    "BatchChunk",
    "BatchState",
    "CandidateRequest",
    "CatalogueEntry",
    "CeremonyState",
    "CertificateDesign",
    "CheckBatch",
    "CheckItem",
    "ChunkState",
    "Collection",
    "CollectionItem",
    "CompressionDictionary",
    "Credential",
    "CredentialOffer",
    "CredentialState",
    "CredentialStatus",
    "DecisionKind",
    "DeclaredSkill",
    "Definition",
    "DefinitionAuthor",
    "DefinitionDecision",
    "DefinitionFeedback",
    "DefinitionOffer",
    "DefinitionRevision",
    "DefinitionState",
    "DefinitionVersion",
    "DemandCount",
    "DemandSurvey",
    "DidDocumentVersion",
    "DomainProof",
    "EndingAddress",
    "Erasure",
    "ErasureState",
    "FeedbackKind",
    "IdempotencyKey",
    "ImportedCredential",
    "ItemState",
    "KeyCeremony",
    "KeySetSeen",
    "KeyState",
    "KeyStore",
    "Learner",
    "LegalBasis",
    "ListBlock",
    "ListColumnMemory",
    "ListDraft",
    "ListFile",
    "ListFix",
    "ListIndex",
    "ListState",
    "ListedIssuer",
    "MailProof",
    "MailState",
    "MailText",
    "Membership",
    "NoticeSettings",
    "Organisation",
    "OutboxMail",
    "PeerInvitation",
    "PlanConsent",
    "PlanLink",
    "PrintedCode",
    "PrivacySettings",
    "PublicPage",
    "Reissue",
    "ReissueState",
    "ReplacementKind",
    "Report",
    "ReportKind",
    "ReportState",
    "Representation",
    "RequestAnswer",
    "Role",
    "SavedPlan",
    "ScrubRound",
    "SealKey",
    "ShareLink",
    "ShareView",
    "SignerLogBlock",
    "SignerLogEntry",
    "SignerLogHead",
    "SignerLogRoot",
    "SigningKey",
    "StackApplication",
    "StatusEntry",
    "StatusList",
    "StatusPurpose",
    "StatusSeen",
    "TrustList",
    "User",
    "WalletCopy",
]
