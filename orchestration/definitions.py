"""Everything Dagster loads, put together. Importing opens nothing; loading reads dbt's manifest.

What runs, when, and what it does is said in the modules named here, not in this one.
"""

from dagster import Definitions, definitions, in_process_executor

from orchestration.settings import load_settings


def build_definitions() -> Definitions:
    """All assets, checks, jobs, the schedule and the sensors, over the manifest of the home."""
    from orchestration import checks
    from orchestration.assets import (
        blank_forms,
        county,
        decisions,
        delivery,
        intake,
        pages,
        rounds,
        warehouse,
    )
    from orchestration.instance import current_manifest, prepare_home
    from orchestration.jobs import (
        decide,
        draft_bulletins,
        issue_bulletin,
        issue_forms,
        nightly,
        sign_month,
        special,
        take_in,
    )
    from orchestration.office import Office
    from orchestration.schedules import every_night
    from orchestration.sensors import failure_sensor, inbox_sensor

    settings = load_settings()
    prepare_home(settings)
    return Definitions(
        assets=[
            intake.inbox_batch,
            warehouse.warehouse_assets(current_manifest(settings)),
            rounds.round_check,
            pages.bulletin,
            pages.signature,
            pages.special_edition,
            county.county_copies,
            county.county_todo,
            county.return_notices,
            county.reminders,
            delivery.issue,
            delivery.mail,
            delivery.outbox,
            delivery.desk,
            blank_forms.blank_forms,
            decisions.decision,
        ],
        asset_checks=[checks.gate_result, checks.round_holds, checks.written_page],
        jobs=[
            nightly,
            issue_bulletin,
            sign_month,
            decide,
            issue_forms,
            take_in,
            draft_bulletins,
            special,
        ],
        schedules=[every_night],
        sensors=[inbox_sensor, failure_sensor],
        resources={"office": Office()},
        # One process a run: the imports of a step cost far more than its work.
        executor=in_process_executor,
    )


@definitions
def defs() -> Definitions:
    """What Dagster asks for when it loads the code location."""
    return build_definitions()
