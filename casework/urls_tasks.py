"""Tasks and checklists of a case."""

from django.urls import URLPattern, path

from casework.views import checklists, tasks

urlpatterns: list[URLPattern] = [
    path("tasks/", tasks.tasks, name="tasks"),
    path("tasks/<uuid:task_id>/", tasks.task, name="task"),
    path("tasks/<uuid:task_id>/tick/", tasks.tick, name="task_tick"),
    path("tasks/<uuid:task_id>/move/", tasks.move, name="task_move"),
    path("tasks/<uuid:task_id>/take-away/", tasks.take_away, name="task_take_away"),
    path("cases/<str:reference>/tasks/", tasks.add, name="task_add"),
    path("cases/<str:reference>/checklist/", tasks.put, name="checklist_put"),
    path("settings/checklists/", checklists.checklists, name="checklists"),
    path("settings/checklists/new/", checklists.new, name="checklist_new"),
    path("settings/checklists/<uuid:checklist_id>/", checklists.checklist, name="checklist"),
]
