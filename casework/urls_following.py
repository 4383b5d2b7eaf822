"""Who follows a case, what they are told, and who else is on the page."""

from django.urls import path

from casework.views import following, notifications, presence

urlpatterns = [
    path("cases/<str:reference>/follow/", following.follow, name="follow"),
    path("cases/<str:reference>/follow/stop/", following.stop, name="unfollow"),
    path("cases/<str:reference>/presence/", presence.here, name="presence"),
    path("names/", following.names, name="mention_names"),
    path("notifications/", notifications.notifications, name="notifications"),
    path("notifications/count/", notifications.count, name="notifications_count"),
    path("notifications/read/", notifications.read_all, name="notifications_read"),
    path("notifications/settings/", notifications.choices, name="notify_choices"),
    path("notifications/<uuid:notification_id>/", notifications.opened, name="notification_open"),
    path("notifications/<uuid:notification_id>/read/", notifications.read, name="notification_read"),
]
