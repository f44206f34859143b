"""What people do in every browser test."""


def log_in(page, url, login, password=None):
    """Log in as a person does, and wait for the web client; the password is the login by default."""
    page.goto(f"{url}/web/login")
    page.fill("input[name=login]", login)
    page.fill("input[name=password]", password or login)
    page.click("button[type=submit]")
    page.wait_for_selector(".o_main_navbar")
