"""Proposals as PDF files on the deals, the way a salesperson uploads them."""
import base64
import io
from pathlib import Path

from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

FONT = Path("/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf")


def create(env, draw, deals, count):
    """Attach a proposal to `count` of the deals."""
    font = _get_font()
    for number, deal in enumerate(draw.sample(deals, min(count, len(deals))), start=1):
        title = f"КП {number:03} {deal.record.partner_id.commercial_partner_id.name}"
        env["ir.attachment"].with_user(deal.record.user_id).create({
            "name": f"{title}.pdf", "res_model": "crm.lead", "res_id": deal.record.id, "mimetype": "application/pdf",
            "datas": base64.b64encode(_draw_page(font, title, deal.record.interest_ids))})


def _get_font():
    if not FONT.exists():
        return "Helvetica"
    pdfmetrics.registerFont(TTFont("DejaVu", str(FONT)))
    return "DejaVu"


def _draw_page(font, title, lines):
    page = io.BytesIO()
    canvas = Canvas(page, pagesize=A4)
    canvas.setFont(font, 14)
    canvas.drawString(60, 780, title)
    canvas.setFont(font, 10)
    for position, line in enumerate(lines):
        canvas.drawString(60, 740 - 20 * position,
                          f"{line.product_id.name} — {line.quantity:g} шт. × {line.price_unit:,.2f} ₽")
    canvas.drawString(60, 680 - 20 * len(lines), f"Итого: {sum(line.price_subtotal for line in lines):,.2f} ₽")
    canvas.save()
    return page.getvalue()
