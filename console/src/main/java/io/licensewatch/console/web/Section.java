package io.licensewatch.console.web;

/** An entry of the navigation. */
public enum Section {
    OVERVIEW("Overview", "/"),
    ALERTS("Alerts", "/alerts"),
    TENANTS("Tenants", "/tenants"),
    APPROVALS("Approvals", "/approvals"),
    COMMANDS("Commands", "/commands"),
    WHAT_IF("What if", "/what-if"),
    SYSTEM("System", "/system"),
    AUDIT("Audit", "/audit");

    private final String title;
    private final String path;

    Section(String title, String path) {
        this.title = title;
        this.path = path;
    }

    public String title() {
        return title;
    }

    public String path() {
        return path;
    }
}
