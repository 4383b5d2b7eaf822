"""GOV.UK Notify, the other sender of texts: account, client, fields, error words. Chosen by SMS_PROVIDER=notify."""
