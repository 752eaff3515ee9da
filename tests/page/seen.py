"""What a reader sees and hears of a page in a browser, and what keys do."""

from __future__ import annotations

COLOURS = """
const style = getComputedStyle(document.documentElement);
return arguments[0].map((one) => style.getPropertyValue(one).trim());
"""


def text(page, css: str) -> str:
    return page.execute_script("return document.querySelector(arguments[0]).innerText", css)


def texts(page, css: str) -> list[str]:
    return page.execute_script("return [...document.querySelectorAll(arguments[0])].map((one) => one.textContent)", css)


def press(page, *keys: str) -> None:
    from selenium.webdriver.common.action_chains import ActionChains

    ActionChains(page, duration=0).send_keys(*keys).perform()


def focused(page) -> str:
    return page.execute_script("return document.activeElement.id || document.activeElement.className")


def heard(page) -> str:
    return page.execute_script("return document.getElementById('live').textContent")


def colours(page, *names: str) -> list[list[float]]:
    """Colours by name of the present theme: red, green, blue from 0 to 1."""
    found = page.execute_script(COLOURS, names)
    return [[int(one[at : at + 2], 16) / 255 for at in (1, 3, 5)] for one in found]


def contrast(one: list[float], other: list[float]) -> float:
    """Contrast as WCAG 2 defines it."""

    def light(colour: list[float]) -> float:
        parts = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in colour]
        return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]

    least, most = sorted((light(one), light(other)))
    return (most + 0.05) / (least + 0.05)
