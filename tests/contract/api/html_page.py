"""An HTML page as the tests read it: its tags, links, controls, images and words. It refuses nothing, and says what does not nest."""

from collections import Counter
from html.parser import HTMLParser

VOID = {"meta", "link", "br", "hr", "img", "input", "wbr", "col"}


class Page(HTMLParser):
    """Reads a page and keeps what the tests ask about. `broken` names every tag that closes what is not open."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.text = text
        self.open: list[str] = []
        self.broken: list[str] = []
        self.tags: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.rows: list[int] = []
        self.headers: list[int] = []
        self.words: list[str] = []
        self.labels: list[str] = []
        self.controls: list[dict[str, str | None]] = []
        self.images: list[dict[str, str | None]] = []
        self.loads: list[str] = []
        self.related: dict[str, str] = {}
        self.chosen: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = dict(attrs)
        self.tags.append(tag)
        self.ids += [attributes["id"] or ""] if "id" in attributes else []
        self.links += [attributes["href"] or ""] if "href" in attributes else []
        self.labels += [attributes["for"] or ""] if tag == "label" else []
        self.controls += [attributes] if tag in {"input", "select", "textarea"} else []
        self.chosen += [attributes["value"] or ""] if tag == "option" and "selected" in attributes else []
        self.related |= {attributes["rel"] or "": attributes["href"] or ""} if tag == "a" and "rel" in attributes else {}
        self.images += [attributes] if tag == "img" else []
        self.loads += [attributes["href"] or ""] if tag == "link" else []
        self.loads += [attributes[name] or "" for name in ("src", "action", "srcset", "data", "style") if name in attributes]
        if tag == "tr":
            self.rows.append(0)
        if tag in {"td", "th"}:
            self.rows[-1] += 1
        if tag == "th":
            self.headers.append(self.rows[-1])
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open[-1] != tag:
            self.broken.append(f"</{tag}> in {self.open[-3:]}")
        else:
            self.open.pop()

    def handle_data(self, data: str) -> None:
        if "code" not in self.open:
            self.words += data.split()

    def text_of_page(self) -> str:
        """All its words, one space between them."""
        return " ".join(self.words)

    def count(self, tag: str) -> int:
        return Counter(self.tags)[tag]
