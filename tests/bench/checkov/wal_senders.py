"""A policy for Checkov: max_wal_senders, where a parameter group of RDS sets it, is at least 20."""
# mypy: ignore-errors

import re

from checkov.common.models.enums import CheckCategories, CheckResult
from checkov.terraform.checks.resource.base_resource_check import BaseResourceCheck

MINIMUM = 20


class WalSenders(BaseResourceCheck):
    def __init__(self):
        super().__init__(
            name=f"Ensure that max_wal_senders is at least {MINIMUM}",
            id="CKV_PG_2",
            categories=[CheckCategories.GENERAL_SECURITY],
            supported_resources=["aws_db_parameter_group", "aws_rds_cluster_parameter_group"],
        )

    def scan_resource_conf(self, conf):
        unresolved = False
        for parameter in conf.get("parameter", []):
            name = parameter.get("name", [None])[0] if isinstance(parameter, dict) else None
            if name == "max_wal_senders":
                try:
                    return CheckResult.PASSED if int(parameter["value"][0]) >= MINIMUM else CheckResult.FAILED
                except (KeyError, TypeError, ValueError):  # an expression that Checkov could not resolve
                    return CheckResult.UNKNOWN
            # A dynamic block that Checkov could not expand: its name is still parameter.key, or the like.
            unresolved |= not isinstance(name, str) or re.search(r"\.(key|value)\b", name) is not None
        return CheckResult.UNKNOWN if unresolved else CheckResult.PASSED


check = WalSenders()
