"""What the columns of a client base are called by those who keep it in Excel."""
from ..tools.client_text import name_letters

_FIELDS = {
    "name": ("Компания", "Организация", "Наименование", "Название", "Клиент", "Контрагент", "Наименование организации",
             "Название компании", "Наименование контрагента", "Краткое наименование", "Company", "Company name",
             "Client", "Customer"),
    "vat": ("ИНН", "INN"),
    "kpp": ("КПП", "KPP"),
    "company_registry": ("ОГРН", "ОГРНИП", "ОГРН/ОГРНИП", "OGRN"),
    "user_id": ("Менеджер", "Ответственный", "Ответственный менеджер", "Продавец", "Владелец", "Owner", "Manager"),
    "phone": ("Телефон", "Телефоны", "Тел.", "Телефон компании", "Рабочий телефон", "Контактный телефон", "Phones"),
    "phone_other": ("Доп. телефон", "Дополнительный телефон", "Другие телефоны", "Мобильный", "Мобильный телефон"),
    "email": ("E-mail", "Email", "Эл. почта", "Электронная почта", "Почта", "Адрес электронной почты"),
    "website": ("Сайт", "Веб-сайт", "Website", "Site"),
    "city": ("Город", "Населённый пункт"),
    "zip": ("Индекс", "Почтовый индекс"),
    "street": ("Адрес", "Юридический адрес", "Юр. адрес", "Фактический адрес", "Address"),
    "comment": ("Комментарий", "Примечание", "Примечания", "Заметки", "Comment"),
    "import_contact_name": ("Контактное лицо", "Контакт", "ФИО", "ФИО контакта", "ЛПР", "Имя контакта", "Contact",
                            "Contact person"),
    "import_contact_function": ("Должность", "Должность контакта", "Должность контактного лица"),
    "import_contact_phone": ("Телефон контакта", "Телефон контактного лица", "Телефон ЛПР"),
    "import_contact_email": ("E-mail контакта", "Почта контакта", "E-mail контактного лица"),
}
_FIELD_OF = {name_letters(header): fname for fname, headers in _FIELDS.items() for header in headers}


def find_field(header):
    """Name of the partner field that a column of this title holds, or None.

    >>> find_field("Юр. адрес"), find_field("e-mail"), find_field("Скидка")
    ('street', 'email', None)
    """
    return _FIELD_OF.get(name_letters(header))
