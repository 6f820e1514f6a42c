namespace PeerNetwork.DemoCompany;

/// <param name="Head">The title of the person who reports to the chief executive.</param>
/// <param name="Professions">What people do there.</param>
/// <param name="Fields">The fields of <see cref="Skills"/> that the work there takes, the most important first.</param>
internal sealed record Department(string Name, string Head, string[] Professions, string[] Fields)
{
    public static IReadOnlyList<Department> All { get; } =
    [
        new(
            "Software Engineering",
            "Chief Technology Officer",
            ["Software Engineer", "Platform Engineer", "Quality Engineer"],
            ["Software", "Cloud", "Delivery"]
        ),
        new(
            "Operations",
            "Chief Operating Officer",
            ["Operations Analyst", "Supply Planner", "Quality Inspector"],
            ["Operations", "Delivery", "Data"]
        ),
        new(
            "Sales",
            "Chief Revenue Officer",
            ["Account Executive", "Sales Engineer", "Sales Analyst"],
            ["Sales", "Communication", "Customers"]
        ),
        new(
            "Customer Success",
            "Chief Customer Officer",
            ["Support Specialist", "Customer Success Consultant", "Trainer"],
            ["Customers", "Communication", "Operations"]
        ),
        new(
            "Product",
            "Chief Product Officer",
            ["Product Owner", "User Researcher", "Product Designer"],
            ["Design", "Delivery", "Customers"]
        ),
        new(
            "Data and Analytics",
            "Chief Data Officer",
            ["Data Analyst", "Data Engineer", "Data Scientist"],
            ["Data", "Cloud", "Software"]
        ),
        new(
            "Finance",
            "Chief Financial Officer",
            ["Accountant", "Financial Analyst", "Internal Auditor"],
            ["Finance", "Data", "Communication"]
        ),
        new(
            "People",
            "Chief People Officer",
            ["HR Partner", "Recruiter", "Learning Designer"],
            ["People", "Communication", "Leadership"]
        ),
        new(
            "Marketing",
            "Chief Marketing Officer",
            ["Content Writer", "Campaign Planner", "Brand Designer"],
            ["Marketing", "Design", "Communication"]
        ),
        new(
            "Legal",
            "General Counsel",
            ["Counsel", "Compliance Analyst", "Privacy Analyst"],
            ["Legal", "Communication", "Finance"]
        ),
    ];
}
