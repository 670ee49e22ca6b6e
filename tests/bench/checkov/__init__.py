"""The two policies as a user of Checkov would write them: --external-checks-dir wants a package."""
