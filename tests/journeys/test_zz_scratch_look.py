import pytest
from casework.models import Case, Person, ContactPoint, PersonContactPoint
from django.utils import timezone
from datetime import timedelta
from tests import factories as make
pytestmark=[pytest.mark.django_db(transaction=True)]
@pytest.mark.parametrize("size",["phone","desk"])
@pytest.mark.parametrize("dark",[False])
def test_look(desk,new_page,accessible,size,dark):
    problems=[]
    def look(page,name):
        page.on("console", lambda m: print("CONSOLE", page.url, m.text[:300], m.location))
        
        try: accessible(page)
        except AssertionError as e: problems.append((name,str(e)[:700]))
        page.screenshot(path=f"/tmp/shots/{name}-{size}.png",full_page=True) if not name.startswith("p1") else None
    make.office(phone="01632 960100")
    s=make.service("housing-repair",name="Report a repair in a rented home",group="Home",summary="Damp, leaks, heating, electrics.",guidance="We write to your landlord with you.",stop_notice="If you smell gas, open the windows, go outside and ring 0800 111 999.")
    make.service("missed-bin",name="Report a missed bin",group="Street",summary="Bins not emptied")
    yes=[{"value":"yes","label":"Yes"},{"value":"no","label":"No"},{"value":"other","label":"None of these"}]
    make.question(s,"landlord","text",label="Who is your landlord?",hint="A name")
    make.question(s,"danger","choice",label="Is any of this true today?",choices=yes,required=True)
    make.question(s,"since","date",label="When did it begin?",hint="Roughly is fine.")
    make.question(s,"who","choices",label="Who lives there?",choices=yes)
    make.question(s,"postcode","postcode",label="Postcode of the home",required=True)
    make.question(s,"photo","file",label="A photograph")
    at=timezone.now()-timedelta(days=3)
    make.text("My boiler is broken and it drips all night into the kitchen",at=at,person_name="Amina Yusuf")
    other=Person.objects.create(name="Yusuf Ali",language="so",adjustments="No calls before noon")
    PersonContactPoint.objects.update(label="shared")
    PersonContactPoint.objects.create(person=other,contact_point=ContactPoint.objects.get(),label="shared")
    ContactPoint.objects.update(voicemail_ok=False,safe_hours="10 to 2")
    make.form("Another matter about the bins in the yard",at=at)
    if False:
     page=new_page(size,dark=dark)
     page.goto("/"); look(page,"w1start")
    page=desk.logged_in("handler",size,dark=dark)
    page.goto("/desk/log/phone/"); look(page,"p1")
    page.locator("input[name=number]").press_sequentially("900101",delay=10)
    page.get_by_text("Yusuf Ali").first.wait_for(); look(page,"p2")
    page.locator("textarea").fill("Rang"); page.get_by_label("Passed to the team").check()
    page.get_by_role("button",name="Log the call").click(); look(page,"p3choose")
    page.get_by_label("A new case").check()
    page.get_by_role("button",name="Log the call").click(); look(page,"p4done")
    page.goto("/desk/log/in-person/"); look(page,"i1")
    assert not problems, problems
