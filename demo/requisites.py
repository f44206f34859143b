"""Russian registration numbers with true check digits: INN and OGRN of companies, KPP."""
_INN_WEIGHTS = (2, 4, 10, 3, 5, 9, 4, 6, 8)


def with_inn_check_digits(nine_digits):
    """INN of a company from its first nine digits."""
    total = sum(weight * int(digit) for weight, digit in zip(_INN_WEIGHTS, nine_digits, strict=True))
    return f"{nine_digits}{total % 11 % 10}"


def inn(draw, region):
    """A valid INN of a company registered in the region (two digits, such as "77")."""
    return with_inn_check_digits(f"{region}{draw.randint(1, 51):02}{draw.randint(10_000, 99_999)}")


def kpp(inn_text, reason="01", number=1):
    """KPP by the tax office that the INN names, reason of registration and number."""
    return f"{inn_text[:4]}{reason}{number:03}"


def ogrn(draw, region):
    """A valid OGRN of a company: sign 1, year, region, tax office, number and the check digit."""
    head = f"1{draw.randint(3, 24):02}{region}{draw.randint(1, 99):02}{draw.randint(10_000, 99_999)}"
    return f"{head}{int(head) % 11 % 10}"
