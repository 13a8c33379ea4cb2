"""The component library: contrast, strict policy, whole pages, forms, and what a first load weighs."""

from __future__ import annotations

import gzip
import re
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import django_htmx
import pytest
from axe_playwright_python.sync_playwright import Axe
from django import forms
from django.template import Context, Template
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import timezone, translation
from playwright.sync_api import sync_playwright

import kentongan.common
from kentongan.common import catalogue, charts, fonts
from kentongan.common.slots import NavItem

ROOT = Path(kentongan.common.__file__).parent
STATIC = ROOT / "static" / "kentongan"
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
TOKENS = (STATIC / "tokens.css").read_text()
SPRITE = (ROOT / "templates" / "kentongan" / "icons.svg").read_text()


@pytest.fixture(autouse=True)
def english(settings: Any) -> Any:
    settings.ROOT_URLCONF = "kentongan.common.catalogue"
    with translation.override("en"):
        yield


def rendered(source: str, **values: Any) -> str:
    return Template("{% load kentongan %}" + source).render(Context(values))


def tokens(selector: str) -> dict[str, str]:
    block = TOKENS[TOKENS.index(selector) :]
    return dict(re.findall(r"--([\w-]+):(#[0-9A-Fa-f]{6})", block[: block.index("}")]))


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours, WCAG 2.2."""

    def luminance(colour: str) -> float:
        parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", [":root{", ":root[data-theme=dark]{"])
def test_text_has_four_and_a_half_and_marks_three(theme: str) -> None:
    value = tokens(theme)
    for ground in ("paper", "raised", "sunk"):
        for text in ("ink", "ink-2", "ink-3", "bamboo", "link", "positive", "neutral", "negative"):
            assert contrast(value[text], value[ground]) >= 4.5, (text, ground)
        assert contrast(value["edge"], value[ground]) >= 3
    for mark in ("amber", "neutral-bar"):
        assert contrast(value[mark], value["paper"]) >= 3
    assert contrast(value["button-text"], value["button"]) >= 4.5
    for wash in ("wash", "positive-wash", "negative-wash"):
        assert contrast(value["ink"], value[wash]) >= 4.5


def test_dark_is_the_same_by_choice_and_by_the_machine() -> None:
    assert tokens(":root[data-theme=dark]{") == tokens(":root:not([data-theme=light]){")


def test_paper_colours_are_the_light_tokens() -> None:
    light = tokens(":root{")
    assert {k: v for k, v in charts.drawing.COLOURS.items() if k != "paper"} == {
        k: light[k] for k in charts.drawing.COLOURS if k != "paper"
    }


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda p: str(p.relative_to(ROOT / "templates")))
def test_templates_keep_the_content_policy(path: Path) -> None:
    text = path.read_text()
    if path.name != "email.html":  # mail programs know nothing but inline styles
        assert not re.search(r"\sstyle=|<style|\son[a-z]+=|javascript:|hx-on", text)
    assert not re.search(r"<script(?![^>]*\bsrc=)", text)


def test_every_icon_that_is_used_is_in_the_sprite() -> None:
    known = set(re.findall(r'id="([\w-]+)"', SPRITE))
    used = {f"i-{name}" for p in TEMPLATES for name in re.findall(r'{% icon "([\w-]+)"', p.read_text())}
    used |= {name for p in TEMPLATES for name in re.findall(r'href="#((?:i|m)-[\w-]+|mark)"', p.read_text())}
    used |= {f"i-{name}" for name in catalogue.ICONS}
    assert used <= known
    assert len(known) == len(re.findall(r'id="', SPRITE))


def page(name: str) -> str:
    request = RequestFactory().get(f"/komponen/{name}/")
    with translation.override("id"), timezone.override(catalogue.WIB):
        template = name or "components"
        return render_to_string(f"kentongan/catalogue/{template}.html", catalogue.context(), request=request)


@pytest.mark.parametrize("name", ["", *catalogue.PAGES])
def test_pages_are_whole_and_each_id_is_there_once(name: str) -> None:
    html = page(name)
    ids = re.findall(r'\sid="([^"]+)"', html)
    assert sorted(ids) == sorted(set(ids))
    assert html.count("<main") == html.count("<h1") == 1
    assert 'href="#content"' in html
    assert "{%" not in html
    assert "{{" not in html
    assert "style=" not in html


@pytest.mark.whole
def test_a_first_load_stays_under_a_hundred_kilobytes(tmp_path: Path) -> None:
    """What a phone fetches for Hari ini: page, styles, script and htmx compressed, fonts as they are."""
    htmx = Path(django_htmx.__file__).parent / "static" / "django_htmx" / "htmx-2.min.js"
    texts = [page("hari-ini").encode(), htmx.read_bytes()]
    texts += [
        (STATIC / name).read_bytes()
        for name in ("tokens.css", "base.css", "components.css", "kentongan.js", "icon.svg")
    ]
    two_fonts = fonts.build_fonts(tmp_path)[:2]
    total = sum(len(gzip.compress(text, 6)) for text in texts) + sum(path.stat().st_size for path in two_fonts)
    assert total < 100_000


def test_marks_carry_shape_and_word() -> None:
    assert 'href="#m-negative"' in rendered('{% tone "negative" 81 %}')
    assert "81\u00a0negative" in rendered('{% tone "negative" 81 %}')
    assert 'aria-label="negative"' in rendered('{% tone "negative" word=False %}')
    assert "neutral, unsure" in rendered('{% tone "neutral" unsure=True %}')
    assert rendered('{% tone "" %}{% tone None %}') == ""
    assert "Alert" in rendered("{% level 2 %}")
    assert 'aria-label="Verified, factual"' in rendered('{% standing "factual" %}')
    assert rendered('{% standing "none" %}') == ""
    assert "Not from us" in rendered('{% verdict "foreign" %}')


def test_copies_show_only_when_there_are_some() -> None:
    assert rendered("{% copies 0 %}") == ""
    assert "1 copy" in rendered("{% copies 1 %}")
    assert '<a class="copies" href="/c/"' in rendered('{% copies 12480 "/c/" %}')


def test_values_are_escaped_everywhere() -> None:
    bad = "<script>x</script>"
    html = rendered(
        '{% waiting bad bad bad bad bad %}{% endwaiting %}{% story 1 bad "/" %}{{ bad }}{% endstory %}'
        '{% mention now "neutral" bad "/" bad %}{% empty bad bad %}{% endempty %}{% failure bad bad %}{% endfailure %}'
        "{% clock_row bad bad 0.5 %}{% facts bad bad %}{% copy_button bad bad %}{% chip bad %}{{ bad }}{% endchip %}"
        "{% section bad bad %}{{ bad }}{% endsection %}{% crumbs bad bad bad %}{% lede %}{{ bad }}{% endlede %}",
        bad=bad,
        now=catalogue.NOW,
    )
    assert "<script" not in html


def test_a_waiting_item_without_address_or_button_is_plain() -> None:
    html = rendered('{% waiting "9" "hours left" "Title" %}{% endwaiting %}')
    assert "<a " not in html
    assert "buttons" not in html


class Sample(forms.Form):
    name = forms.CharField(help_text="As people say it.")
    due = forms.DateField(required=False)
    agree = forms.BooleanField(help_text="For good.")
    kind = forms.ChoiceField(choices=[("a", "A"), ("b", "B")], widget=forms.RadioSelect)
    token = forms.CharField(widget=forms.HiddenInput, required=False)


def test_a_field_ties_help_and_error_to_its_control() -> None:
    html = rendered("{% field form.name %}", form=Sample({"name": ""}))
    assert '<label for="id_name">' in html
    assert 'aria-invalid="true"' in html
    assert 'aria-describedby="id_name_helptext id_name_error"' in html
    assert 'id="id_name_helptext"' in html
    assert 'id="id_name_error"' in html
    assert html.index("As people say it.") < html.index("<input") < html.index('id_name_error"><p')


def test_optional_fields_say_so_and_choices_stand_in_a_fieldset() -> None:
    assert "optional" in rendered("{% field form.due %}", form=Sample())
    assert "optional" not in rendered("{% field form.name %}", form=Sample())
    html = rendered("{% field form.kind %}", form=Sample())
    assert "<fieldset" in html
    assert "<legend>Kind</legend>" in html


def test_a_checkbox_stands_before_its_label() -> None:
    html = rendered("{% field form.agree %}", form=Sample())
    assert html.index("<input") < html.index("<label")


def test_help_may_be_replaced_and_a_fix_added() -> None:
    html = rendered('{% field form.name help="Other." fix=fix %}', form=Sample({}), fix="Use 30")
    assert "Other." in html
    assert "As people say it." not in html
    assert "Use 30" in html


def test_whole_forms_look_the_same() -> None:
    html = str(Sample({}))
    assert html.count('class="field') == 4
    assert 'type="hidden"' in html


def navigation(path: str) -> str:
    request = RequestFactory().get(path)
    items = [
        NavItem("", "Today", "/", "sunrise", phone=True),
        NavItem("listen", "Monitor", "/pantau/", "waves", 12480, phone=True),
        NavItem("listen", "Searches", "/pantau/pencarian/", "search"),
    ]
    return rendered("{% menu %}{% bottom_bar %}", request=request, navigation=items)


def test_the_menu_shows_what_exists_and_lights_the_room() -> None:
    html = navigation("/pantau/47/")
    assert re.findall(r'href="([^"]+)" aria-current', html) == ["/pantau/", "/pantau/"]
    assert "Listen" in html
    assert "Weigh" not in html
    assert "999+" in html
    assert re.findall(r'href="([^"]+)" aria-current', navigation("/pantau/pencarian/3/")) == ["/pantau/pencarian/"]
    assert re.findall(r'href="([^"]+)" aria-current', navigation("/elsewhere/")) == []


def test_theme_comes_from_its_cookie_and_nothing_else() -> None:
    for cookie, attribute in (
        ("dark", ' data-theme="dark"'),
        ("light", ' data-theme="light"'),
        ('"><b>', ""),
        ("", ""),
    ):
        request = RequestFactory().get("/")
        request.COOKIES["theme"] = cookie
        assert rendered("{% theme_attribute %}", request=request) == attribute


def test_initials() -> None:
    html = rendered("{{ a|initials }} {{ b|initials }} {{ c|initials }}", a="Sekar Dewi Ayuningtyas", b="Damar", c="")
    assert html == "SA D "


@pytest.mark.parametrize("code", [400, 403, 404, 429, 500])
def test_error_pages_need_no_request(code: int) -> None:
    html = render_to_string(f"errors/{code}.html")
    assert f"{code}" in html
    assert html.count('class="button main"') == 1


def test_a_message_offers_undo_where_an_address_is_given() -> None:
    toast = "kentongan/components/toast.html"
    html = render_to_string(toast, {"text": "Made issue 0312.", "undo_url": "/isu/312/urungkan/", "csrf_token": "t"})
    assert '<form method="post" action="/isu/312/urungkan/">' in html
    assert 'value="t"' in html
    assert "<form" not in render_to_string(toast, {"text": "Saved.", "undo_url": ""})


POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'"
)


@pytest.fixture(scope="module")
def browser() -> Any:
    with sync_playwright() as play:
        chromium = play.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        yield chromium
        chromium.close()


def open_page(browser: Any, folder: Path, **options: Any) -> Any:
    """A browser page that is answered from here, without a server: statics from their folders, pages as rendered."""
    htmx = Path(django_htmx.__file__).parent / "static"

    def answer(route: Any) -> None:
        path = urlsplit(route.request.url).path.lstrip("/")
        if path.startswith("static/"):
            places = [root / path.removeprefix("static/") for root in (STATIC.parent, folder, htmx)]
            file = next((place for place in places if place.is_file()), None)
            route.fulfill(status=404) if file is None else route.fulfill(path=file)
        else:
            html = pages.get(path.strip("/"), "")
            route.fulfill(body=html, content_type="text/html", headers={"Content-Security-Policy": POLICY})

    pages = {name: page(name) for name in ("", *catalogue.PAGES)}
    view = browser.new_context(**options).new_page()
    view.route("**/*", answer)
    return view


@pytest.mark.browser
@pytest.mark.parametrize("width", [1440, 1000, 360])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_and_nothing_scrolls_sideways(browser: Any, scheme: str, width: int, tmp_path: Path) -> None:
    fonts.build_fonts(tmp_path / "fonts")
    size = {"width": width, "height": 900}
    view = open_page(browser, tmp_path, viewport=size, color_scheme=scheme, bypass_csp=True)
    for name in ("", *catalogue.PAGES):
        view.goto(f"http://kentongan.test/{name}")
        view.wait_for_timeout(450)  # the skeleton shows itself after 300 ms
        found = Axe().run(view)
        assert found.violations_count == 0, found.generate_report()
        for text_size in ("100%", "200%"):
            view.evaluate("size => { document.documentElement.style.fontSize = size }", text_size)
            assert view.evaluate("document.documentElement.scrollWidth <= innerWidth"), (name, text_size)


@pytest.mark.browser
def test_keys_copies_and_theme_work_under_the_strict_policy(browser: Any, tmp_path: Path) -> None:
    fonts.build_fonts(tmp_path / "fonts")
    view = open_page(browser, tmp_path, viewport={"width": 1440, "height": 900})
    complaints: list[str] = []
    view.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    view.on("pageerror", lambda error: complaints.append(str(error)))
    view.goto("http://kentongan.test/pantau")
    selected = "document.querySelector('.mention.selected h3').textContent"
    before = view.evaluate(selected)
    view.keyboard.press("j")
    assert view.evaluate(selected) != before
    view.keyboard.press("k")
    assert view.evaluate(selected) == before
    view.keyboard.press("/")
    assert view.evaluate("document.activeElement.id") == "q"
    view.goto("http://kentongan.test/")
    view.click("[data-theme-set=dark]")
    assert view.evaluate("document.documentElement.dataset.theme") == "dark"
    assert "theme=dark" in view.evaluate("document.cookie")
    view.click("[data-copy]")
    view.wait_for_selector("#toasts .toast")
    assert complaints == []
