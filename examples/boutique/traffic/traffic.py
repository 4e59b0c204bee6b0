"""Visitors of the boutique: each looks around, fills a cart and sometimes buys."""

import http.cookiejar
import os
import random
import re
import signal
import sys
import threading
from urllib.error import URLError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, build_opener

SHOP = os.environ["SHOP"].rstrip("/")
ORDER = {
    "email": "ada@example.com",
    "street_address": "1 Quay Road",
    "zip_code": "94043",
    "city": "Harbour",
    "state": "CA",
    "country": "Nowhere",
    "credit_card_number": "4432-8015-6152-0454",
    "credit_card_expiration_month": "1",
    "credit_card_expiration_year": "2039",
    "credit_card_cvv": "672",
}


def visit(open_url):
    home = open_url(f"{SHOP}/", timeout=10).read().decode()
    goods = sorted(set(re.findall(r"/product/([A-Z0-9]+)", home)))
    if not goods:
        return "nothing on the shelves"
    good = random.choice(goods)
    open_url(f"{SHOP}/product/{good}", timeout=10).read()
    if random.random() < 0.5:
        return f"looked at {good}"
    form = urlencode({"product_id": good, "quantity": random.randint(1, 3)}).encode()
    open_url(f"{SHOP}/cart", form, timeout=10).read()
    if random.random() < 0.5:
        return f"wants {good}"
    open_url(f"{SHOP}/cart/checkout", urlencode(ORDER).encode(), timeout=10).read()
    return f"bought {good}"


def visitor(number, stop):
    while not stop.wait(random.uniform(1, 5)):
        session = build_opener(HTTPCookieProcessor(http.cookiejar.CookieJar()))
        try:
            print(f"visitor {number} {visit(session.open)}")
        except (URLError, OSError) as problem:
            print(f"visitor {number} went away: {problem}", file=sys.stderr)


def main():
    stop = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    for number in range(1, int(os.environ["VISITORS"]) + 1):
        threading.Thread(target=visitor, args=(number, stop), daemon=True).start()
    stop.wait()


if __name__ == "__main__":
    main()
