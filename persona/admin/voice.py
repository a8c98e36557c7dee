from django.contrib import admin

from persona.models import VoiceModel, VoiceModelPrice


class VoiceModelPriceInline(admin.TabularInline[VoiceModelPrice, VoiceModel]):
    model = VoiceModelPrice
    extra = 0
    ordering = ["-effective_on", "-effective_from", "pk"]


@admin.register(VoiceModel)
class VoiceModelAdmin(admin.ModelAdmin[VoiceModel]):
    list_display = ["label", "provider_id", "is_default", "ends_on", "context_limit", "max_output"]
    list_filter = ["is_default"]
    search_fields = ["provider_id", "label"]
    ordering = ["provider_id"]
    inlines = [VoiceModelPriceInline]
