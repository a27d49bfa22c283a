"""Twenty page layouts as news sites have them, filled with invented text: what surrounds an article, not what it says.

The class names follow what such sites use; every word of the text is made up for these tests.
"""

# ruff: noqa: E501 - lines of markup and of prose

from collections.abc import Callable, Sequence

BODY = (
    "The town council voted nine to four on Tuesday night to close the old swimming bath on Mill Road and to build a new one.",
    "The bath was opened in 1936 and has lost about 3,000 litres of water a day since a pipe broke under the deep end last winter.",
    "“We can repair it for two years or replace it for fifty,” said Ingrid Valdane, who leads the council’s committee for sport.",
    "The new building will cost £14.2 million, of which the county has promised to pay a little less than half.",
    "Opponents say that the figure leaves out the cost of parking, which a report of the auditors put at £900,000 in May.",
    "Swimming clubs from three neighbouring villages will have to share a single pool in Ostley until the work is done.",
    "About 240 children take lessons on Mill Road every week, and their parents were told of the vote by e-mail on Wednesday.",
    "Marek Tolland, a father of two, said he would drive twenty minutes each way “because they have to learn it somewhere”.",
    "The contract is to be signed before the end of the year, and the first swimmers are expected in the spring of 2028.",
    "A petition against the closure has been signed by 5,600 people, although fewer than half of them live in the town.",
    "The mayor, who did not vote, promised that the façade with its blue tiles would be kept whatever is built behind it.",
    "Engineers have yet to examine the ground, which was part of a mill pond until it was filled with rubble in the 1920s.",
    "Last year 61,000 tickets were sold, the lowest number since the bath reopened after a fire in 1979.",
    "A heat pump on the river would supply two thirds of the energy, according to the plans shown at the meeting.",
    "The library next door is to stay open throughout, but its reading room will be closed on days of heavy work.",
    "Two members of the council left the room before the vote because their families own houses on the street.",
)  # fmt: skip
NOISE = {
    "byline": "By Petra Okonjo, Senior Political Correspondent",
    "caption": "The Mill Road bath as it looked on its opening day. Photograph: Oldfield Archive/Getty",
    "related": "Ten things you did not know about the river Ost",
    "newsletter": "Sign up for our Morning Briefing newsletter and get the day’s news in your inbox",
    "comment": "Tilda77 wrote: I learned to swim there and I will miss it terribly!",
    "share": "Share this article on Facebook",
    "tags": "Topics: councils, swimming, public money",
    "date": "Published: 14 October 2025 | Updated: 15 October 2025",
    "cookie": "We and our partners use cookies to make this site work and to show you advertising.",
    "bio": "Petra Okonjo has covered town halls for the Ost Valley Courier since 2011.",
}


def body(n: int, count: int = 9) -> list[str]:
    """The paragraphs of page ``n``."""
    return [BODY[(5 * n + k) % len(BODY)] for k in range(count)]


def headline(n: int) -> str:
    """The layout of headline pages."""
    return f"Council closes the bath on Mill Road, decision {n}"


def paragraphs(lines: Sequence[str], attributes: str = "", between: str = "", after: int = 3) -> str:
    """The layout of paragraphs pages."""
    made = [f"<p{' ' + attributes if attributes else ''}>{line}</p>" for line in lines]
    return "\n".join([*made[:after], between, *made[after:]])


def figure(kind: str = "figure") -> str:
    """The layout of figure pages."""
    return (
        f"<figure class='{kind}'><img src='bath.jpg' alt='A bath'><figcaption>{NOISE['caption']}</figcaption></figure>"
    )


def related(name: str) -> str:
    """The layout of related pages."""
    links = "".join(f"<li><a href='/r{k}'>{NOISE['related']} ({k})</a></li>" for k in range(4))
    return f"<div class='{name}'><h3>Related stories</h3><ul>{links}</ul></div>"


def chrome(content: str, n: int, *, head: str = "", tail: str = "") -> str:
    """The layout of chrome pages."""
    menu = "".join(
        f"<li><a href='/{word}'>{word.title()}</a></li>" for word in ("news", "sport", "weather", "culture", "travel")
    )
    return (
        f"<!DOCTYPE html><html lang='en'><head><meta charset='utf-8'><title>{headline(n)} | Ost Valley Courier</title>"
        f"<meta property='og:site_name' content='Ost Valley Courier'>{head}</head><body>"
        f"<div id='cookie-banner' class='cookie-consent'><p>{NOISE['cookie']}</p><button>Accept all</button></div>"
        f"<header class='site-header'><nav><ul>{menu}</ul></nav></header>{content}{tail}"
        f"<footer class='site-footer'><p>© 2025 Ost Valley Courier. All rights reserved.</p><ul>{menu}</ul></footer></body></html>"
    )


def json_ld(n: int) -> str:
    """The layout of json ld pages."""
    return (
        '<script type="application/ld+json">{"@context":"https://schema.org","@type":"NewsArticle",'
        f'"headline":"{headline(n)}","datePublished":"2025-10-14T21:05:00+01:00","dateModified":"2025-10-15T08:00:00Z",'
        '"author":[{"@type":"Person","name":"Petra Okonjo"}],"publisher":{"@type":"Organization","name":"Ost Valley Courier"},'
        '"isAccessibleForFree":true}</script>'
    )


def wordpress(n: int) -> str:
    """The layout of wordpress pages."""
    content = (
        f"<main id='primary'><article class='post type-post hentry'><header class='entry-header'><h1 class='entry-title'>{headline(n)}"
        f"</h1><div class='entry-meta'><span class='posted-on'>{NOISE['date']}</span><span class='byline'>{NOISE['byline']}</span></div>"
        f"</header><div class='entry-content'>{figure('wp-caption')}{paragraphs(body(n))}<div class='sharedaddy'>{NOISE['share']}</div>"
        f"{related('jp-relatedposts')}</div><footer class='entry-footer'><span class='tags-links'>{NOISE['tags']}</span></footer></article>"
        f"<div id='comments' class='comments-area'><ol class='comment-list'><li class='comment'><p>{NOISE['comment']}</p></li></ol></div></main>"
    )
    return chrome(content, n, head=json_ld(n))


def broadsheet(n: int) -> str:
    """The layout of broadsheet pages."""
    newsletter = f"<aside class='dcr-newsletter'><p>{NOISE['newsletter']}</p></aside>"
    content = (
        f"<main><article><div data-gu-name='headline'><h1 class='dcr-1'>{headline(n)}</h1></div><div data-gu-name='meta'><address>"
        f"{NOISE['byline']}</address><details class='dcr-date'>{NOISE['date']}</details></div><div data-gu-name='media'>{figure('dcr-media')}"
        f"</div><div id='maincontent' class='article-body-viewer'>{paragraphs(body(n), 'class=dcr-abc', newsletter)}</div>"
        f"<div class='dcr-submeta'><ul><li>{NOISE['tags']}</li></ul></div></article></main>{related('dcr-container onwards')}"
    )
    return chrome(content, n, head=json_ld(n))


def companion_columns(n: int) -> str:
    """The layout of companion columns pages."""
    lines = body(n)
    groups = "".join(
        f"<div class='css-s99gbd StoryBodyCompanionColumn'><div class='css-53u6y8'>{paragraphs(lines[k : k + 3], 'class=css-at9mc1')}</div></div>"
        f"<div><div class='css-ad' id='story-ad-{k}-wrapper'><p>Advertisement</p></div></div>"
        for k in range(0, len(lines), 3)
    )
    content = (
        f"<main id='site-content'><article id='story'><header><h1 data-testid='headline'>{headline(n)}</h1>{figure('css-image')}"
        f"<p class='css-byline'>{NOISE['byline']}</p><time>{NOISE['date']}</time></header><section name='articleBody'>{groups}</section>"
        f"<div class='bottom-of-article'><p>{NOISE['bio']}</p>{related('recirculation')}</div></article></main>"
    )
    return chrome(content, n, head=json_ld(n))


def public_broadcaster(n: int) -> str:
    """The layout of public broadcaster pages."""
    blocks = "".join(
        f"<div data-component='text-block' class='ssrcss-richtext'><p>{line}</p></div>" for line in body(n)
    )
    content = (
        f"<main id='main-content'><article><div data-component='headline-block'><h1 id='main-heading'>{headline(n)}</h1></div>"
        f"<div data-component='byline-block'><div class='ssrcss-Byline'>{NOISE['byline']}</div></div>"
        f"<div data-component='image-block'>{figure('ssrcss-figure')}</div>{blocks}"
        f"<section data-component='topic-list' class='ssrcss-topics'><h2>Related topics</h2><ul><li>{NOISE['tags']}</li></ul></section>"
        f"<section data-component='links-block' class='ssrcss-related'>{related('ssrcss-more-on-story')}</section></article></main>"
    )
    return chrome(content, n)


def cable_news(n: int) -> str:
    """The layout of cable news pages."""
    link = f"<p><a href='/x'><strong>CLICK HERE TO READ MORE: {NOISE['related'].upper()}</strong></a></p>"
    content = (
        f"<div class='page-content'><main class='main-content'><article class='article-wrap'><header class='article-header'><h1 class='headline'>"
        f"{headline(n)}</h1><div class='author-byline'>{NOISE['byline']}</div><div class='article-date'>{NOISE['date']}</div></header>"
        f"<div class='article-content'><div class='article-body'>{figure('image-ct')}{paragraphs(body(n), '', link)}"
        f"<div class='article-meta author-bio'><p>{NOISE['bio']}</p></div></div></div></article></main>"
        f"<aside class='sidebar'>{related('trending')}</aside></div>"
    )
    return chrome(content, n, head=json_ld(n))


def agency(n: int) -> str:
    """The layout of agency pages."""
    content = (
        f"<main><div class='Page-content'><h1 class='Page-headline'>{headline(n)}</h1><div class='Page-byline'><div class='Page-authors'>"
        f"{NOISE['byline']}</div></div><div class='RichTextStoryBody RichTextBody'>{figure('Figure')}"
        f"{paragraphs(body(n), '', '<div class=HtmlModuleEnhancement>' + related('PageList related') + '</div>')}"
        f"</div><div class='Page-tags'>{NOISE['tags']}</div></div></main>"
    )
    return chrome(content, n, head=json_ld(n))


def numbered_divs(n: int) -> str:
    """The layout of numbered divs pages."""
    blocks = "".join(
        f"<div class='article-body__paragraph' data-testid='paragraph-{k}'>{line}</div>"
        for k, line in enumerate(body(n))
    )
    content = (
        f"<main><article data-testid='Article'><h1 data-testid='Heading'>{headline(n)}</h1><div class='info-content__author-date'>"
        f"<div>{NOISE['byline']}</div><time>{NOISE['date']}</time></div>{figure('primary-image')}<div class='article-body__content'>{blocks}</div>"
        f"<div class='article-body__newsletter newsletter-signup'><p>{NOISE['newsletter']}</p></div></article></main>{related('read-next')}"
    )
    return chrome(content, n, head=json_ld(n))


def inline_placeholders(n: int) -> str:
    """The layout of inline placeholders pages."""
    lines = paragraphs(
        body(n),
        "class='paragraph inline-placeholder vossi-paragraph'",
        related("related-content related-content--article"),
    )
    content = (
        f"<section class='layout__wrapper'><div class='headline'><h1 class='headline__text'>{headline(n)}</h1><div class='byline'>"
        f"<span class='byline__names'>{NOISE['byline']}</span></div><div class='timestamp'>{NOISE['date']}</div></div>"
        f"<main class='article__main'><div class='article__content'>{figure('image__container')}{lines}</div></main></section>"
        f"<div class='social-share'><p>{NOISE['share']}</p></div>"
    )
    return chrome(content, n)


def tabloid(n: int) -> str:
    """The layout of tabloid pages."""
    facts = f"<div class='mol-factbox read-more-links'><h3>READ MORE: {NOISE['related']}</h3></div>"
    content = (
        f"<div id='content'><div class='article-text'><h2>{headline(n)}</h2><ul class='mol-bullets-with-font'><li><strong>{body(n)[0]}</strong></li></ul>"
        f"<p class='author-section byline-plain'>{NOISE['byline']}</p><p class='byline-section'><span class='article-timestamp'>{NOISE['date']}</span></p>"
        f"<div itemprop='articleBody'>{paragraphs(body(n), 'class=mol-para-with-font', facts)}<div class='artSplitter mol-img-group'><img src='a.jpg'>"
        f"<p class='imageCaption'>{NOISE['caption']}</p></div></div></div><div id='reader-comments' class='reader-comments'><p>{NOISE['comment']}</p></div></div>"
    )
    return chrome(content, n)


def blog_network(n: int) -> str:
    """The layout of blog network pages."""
    content = (
        f"<main class='entry'><header class='entry__header'><h1 class='headline'>{headline(n)}</h1><div class='entry__byline__author'>{NOISE['byline']}"
        f"</div></header><section class='entry__content-list-container js-entry-content'>"
        + "".join(f"<div class='primary-cli cli cli-text'><p>{line}</p></div>" for line in body(n))
        + f"<div class='advertisement'><p>Advertisement</p></div><div class='support-cli donate'><p>{NOISE['newsletter']}</p></div></section></main>"
        f"<aside class='right-rail'>{related('zone trending')}</aside>"
    )
    return chrome(content, n, head=json_ld(n))


def line_breaks(n: int) -> str:
    """The layout of line breaks pages."""
    content = (
        f"<table width='780'><tr><td class='menu'><a href='/'>Home</a><br><a href='/news'>News</a></td><td><h1>{headline(n)}</h1>"
        f"<font size='1'>{NOISE['date']}</font><div id='storytext'>{'<br><br>'.join(body(n))}</div></td>"
        f"<td class='right'><b>Most popular</b><br><a href='/a'>{NOISE['related']}</a></td></tr></table>"
    )
    return chrome(content, n)


def mobile(n: int) -> str:
    """The layout of mobile pages."""
    content = (
        f"<article class='amp-wp-article'><header class='amp-wp-article-header'><h1 class='amp-wp-title'>{headline(n)}</h1><div class='amp-wp-meta "
        f"amp-wp-byline'>{NOISE['byline']}</div></header><div class='amp-wp-article-content'><amp-img src='a.jpg'></amp-img>{paragraphs(body(n))}"
        f"<amp-social-share type='x'></amp-social-share></div><footer class='amp-wp-article-footer'><div class='amp-wp-tax-tag'>{NOISE['tags']}</div></footer></article>"
    )
    return chrome(content, n)


def regional_station(n: int) -> str:
    """The layout of regional station pages."""
    content = (
        f"<div id='fusion-app'><section class='left-body article-body'><h1>{headline(n)}</h1><div class='byline'>{NOISE['byline']}</div><div class='published-date-time'>"
        f"{NOISE['date']}</div><div class='article-body-wrapper'>{paragraphs(body(n), 'class=article-text')}<p class='article-text'>"
        f"<i>Copyright 2025 OVTV. All rights reserved.</i></p></div></section><section class='taboola'>{related('most-read')}</section></div>"
    )
    return chrome(content, n)


def magazine(n: int) -> str:
    """The layout of magazine pages."""
    quote = f"<blockquote class='pullquote'><p>{body(n)[4]}</p></blockquote>"
    content = (
        f"<main><article class='ArticleLayout'><header><h1 class='ArticleTitle'>{headline(n)}</h1><p class='ArticleDek'>What a vote says about a town</p>"
        f"<address class='ArticleByline'>{NOISE['byline']}</address></header><section class='ArticleBody'>{paragraphs(body(n), 'class=ArticleParagraph', quote, 6)}"
        f"</section><div class='ArticleBio author-bio'><p>{NOISE['bio']}</p></div></article></main>"
        f"<section class='newsletter-module'><p>{NOISE['newsletter']}</p></section>"
    )
    return chrome(content, n, head=json_ld(n))


def letters_page(n: int) -> str:
    """The layout of letters page pages."""
    content = (
        f"<div class='post'><h1 class='post-title'>{headline(n)}</h1><div class='byline-wrapper'>{NOISE['byline']}</div><div class='available-content'>"
        f"<div dir='auto' class='body markup'>{paragraphs(body(n), '', '<div class=subscription-widget><p>' + NOISE['newsletter'] + '</p></div>')}</div></div>"
        f"</div><div class='comments-page'><div class='comment-body'><p>{NOISE['comment']}</p></div></div>"
    )
    return chrome(content, n)


def national_daily(n: int) -> str:
    """The layout of national daily pages."""
    link = f"<p class='gnt_ar_b_p'><strong class='gnt_ar_b_al'>More: <a href='/m'>{NOISE['related']}</a></strong></p>"
    content = (
        f"<main class='gnt_cw'><article class='gnt_pr'><h1 class='gnt_ar_hl'>{headline(n)}</h1><div class='gnt_ar_by'>{NOISE['byline']}</div><div class='gnt_ar_dt'>"
        f"{NOISE['date']}</div><div class='gnt_ar_b'>{figure('gnt_em')}{paragraphs(body(n), 'class=gnt_ar_b_p', link)}</div></article></main>"
    )
    return chrome(content, n, head=json_ld(n))


def radio(n: int) -> str:
    """The layout of radio pages."""
    content = (
        f"<main id='mainContent'><article class='story'><div class='storytitle'><h1>{headline(n)}</h1></div><div class='story-meta has-byline'><div class='byline'>"
        f"{NOISE['byline']}</div></div><div id='storytext' class='storytext storylocation'><div class='bucketwrap image'><div class='credit-caption'><p>{NOISE['caption']}"
        f"</p></div></div>{paragraphs(body(n))}</div><ul class='tags'><li>{NOISE['tags']}</li></ul></article></main>"
    )
    return chrome(content, n)


def rich_text(n: int) -> str:
    """The layout of rich text pages."""
    promo = f"<div class='promo-wrapper enhancement'><a href='/p'><p>{NOISE['related']}</p></a></div>"
    content = (
        f"<main class='page-main'><h1 class='headline'>{headline(n)}</h1><div class='byline'>{NOISE['byline']}</div><div class='subscribe-actions share'>{NOISE['share']}"
        f"</div><div data-element='story-body' class='rich-text-article-body'><div class='rich-text-article-body-content rich-text-body'>{figure()}"
        f"{paragraphs(body(n), '', promo)}</div></div><div class='author-card'><p>{NOISE['bio']}</p></div></main>"
    )
    return chrome(content, n, head=json_ld(n))


def international(n: int) -> str:
    """The layout of international pages."""
    content = (
        f"<main id='main-content-area'><header class='article-header'><h1>{headline(n)}</h1></header><figure class='article-featured-image'><img src='a.jpg'><figcaption>"
        f"{NOISE['caption']}</figcaption></figure><div class='article-info-block'><div class='article-dates'>{NOISE['date']}</div></div>"
        f"<div class='wysiwyg wysiwyg--all-content'>{paragraphs(body(n), '', related('more-on'), 4)}</div><div class='article-source'><span>Source: OVC</span></div></main>"
    )
    return chrome(content, n)


def bare(n: int) -> str:
    """The layout of bare pages."""
    return f"<html><head><title>{headline(n)}</title></head><body><h1>{headline(n)}</h1>{paragraphs(body(n))}</body></html>"


LAYOUTS: tuple[Callable[[int], str], ...] = (
    wordpress, broadsheet, companion_columns, public_broadcaster, cable_news, agency, numbered_divs, inline_placeholders,
    tabloid, blog_network, line_breaks, mobile, regional_station, magazine, letters_page, national_daily, radio,
    rich_text, international, bare,
)  # fmt: skip
