"""Addresses of the public pages."""

from __future__ import annotations

from django.urls import path

from umiem.web.learner import answers
from umiem.web.public import (
    catalogue,
    concepts,
    demo,
    entry,
    feeds,
    holder,
    offer,
    peer,
    plan,
    printed,
    share,
    texts,
)

app_name = "public"

urlpatterns = [
    path("", entry.home, name="home"),
    path("start/", entry.start, name="start"),
    path("language/", entry.language, name="language"),
    path("rosette/<str:digest>-<int:hue>.svg", entry.rosette, name="rosette"),
    path("catalogue/", catalogue.catalogue, name="catalogue"),
    path("catalogue/compare/", catalogue.compare, name="compare"),
    path("catalogue/feed.json", feeds.feed_json, name="feed-json"),
    path("catalogue/feed.csv", feeds.feed_csv, name="feed-csv"),
    path("catalogue/feed.jsonld", feeds.feed_schema_org, name="feed-schema-org"),
    path("catalogue/feed-elm.jsonld", feeds.feed_elm, name="feed-elm"),
    path("catalogue/<slug:organisation>/<slug:slug>/", catalogue.definition, name="definition"),
    path("organisations/<slug:organisation>/", catalogue.organisation, name="organisation"),
    path(
        "organisations/<slug:organisation>/accessibility/",
        texts.accessibility,
        name="organisation-accessibility",
    ),
    path("organisations/<slug:organisation>/list/", catalogue.embedded, name="embedded"),
    path("skills/", concepts.all_skills, name="skills"),
    path("skills/<uuid:skill>/", concepts.skill, name="skill"),
    path("occupations/", concepts.all_occupations, name="occupations"),
    path("occupations/<uuid:occupation>/", concepts.occupation, name="occupation"),
    path("sitemap.xml", feeds.sitemap, name="sitemap"),
    path("robots.txt", feeds.robots, name="robots"),
    path("plan/", plan.plan, name="plan"),
    path("plan/names/", plan.names, name="plan-names"),
    path("plan/document/", plan.document, name="plan-document"),
    path("plan/calendar/", plan.calendar, name="plan-calendar"),
    path("plan/link/", plan.link, name="plan-make-link"),
    path("plan/s/<str:plan_token>/", plan.shared, name="plan-link"),
    path("offer/", offer.offer, name="offer"),
    path("s/", share.enter_code, name="share-code"),
    path("s/<str:token>/", share.share, name="share"),
    path("s/<str:token>/card/", share.card, name="share-card"),
    path("s/<str:token>/credential/", share.download, name="share-download"),
    path("p/<str:token>/", holder.page, name="holder-page"),
    path("set/<str:token>/", holder.collection, name="collection"),
    path("c/", printed.ask, name="printed-ask"),
    path("c/<str:code>/", printed.show, name="printed"),
    path("c/<str:code>/credential/", printed.download, name="printed-download"),
    path("answer/<str:token>/", answers.answer, name="answer"),
    path("peer/<str:invitation>/", peer.peer, name="peer"),
    path("about/", texts.about, name="about"),
    path("privacy/", texts.privacy, name="privacy"),
    path("accessibility/", texts.accessibility, name="accessibility"),
    path("tour/", demo.tour, name="tour"),
    path("outbox/", demo.outbox, name="outbox"),
]
