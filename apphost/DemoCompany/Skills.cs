namespace PeerNetwork.DemoCompany;

/// <summary>The company's taxonomy: what people can offer and want to learn, by field.</summary>
public static class Skills
{
    public static IReadOnlyDictionary<string, string[]> Fields { get; } =
        new SortedDictionary<string, string[]>(StringComparer.Ordinal)
        {
            ["Cloud"] =
            [
                "Cloud Architecture",
                "Containers",
                "Networking",
                "Observability",
                "Incident Response",
                "Infrastructure as Code",
                "Linux Administration",
                "Security Engineering",
                "Capacity Planning",
            ],
            ["Communication"] =
            [
                "Public Speaking",
                "Business Writing",
                "Negotiation",
                "Storytelling",
                "Active Listening",
                "Facilitation",
                "Presentation Design",
                "Cross-cultural Communication",
                "Giving Feedback",
            ],
            ["Customers"] =
            [
                "Customer Onboarding",
                "Complaint Handling",
                "Customer Interviews",
                "Support Tooling",
                "Service Design",
                "Renewals",
                "Customer Training",
                "Knowledge Base Writing",
            ],
            ["Data"] =
            [
                "SQL",
                "Statistics",
                "Data Visualisation",
                "Machine Learning",
                "Data Modelling",
                "Experiment Design",
                "Forecasting",
                "Spreadsheets",
                "Data Governance",
                "Data Pipelines",
            ],
            ["Delivery"] =
            [
                "Project Planning",
                "Agile Coaching",
                "Risk Assessment",
                "Stakeholder Alignment",
                "Roadmapping",
                "Estimation",
                "Change Management",
                "Vendor Coordination",
                "Retrospectives",
            ],
            ["Design"] =
            [
                "Interaction Design",
                "Visual Design",
                "Prototyping",
                "Usability Testing",
                "Accessibility",
                "Design Systems",
                "Information Architecture",
                "Design Research",
            ],
            ["Finance"] =
            [
                "Budgeting",
                "Financial Modelling",
                "Management Reporting",
                "Auditing",
                "Tax",
                "Treasury",
                "Cost Accounting",
                "Investment Appraisal",
            ],
            ["Leadership"] =
            [
                "Coaching",
                "Delegation",
                "Conflict Resolution",
                "Strategic Thinking",
                "Hiring",
                "Team Building",
                "Decision Making",
                "Inclusive Leadership",
                "Career Planning",
                "Time Management",
            ],
            ["Legal"] =
            [
                "Contract Drafting",
                "Privacy Law",
                "Employment Law",
                "Intellectual Property",
                "Compliance",
                "Corporate Governance",
                "Dispute Resolution",
                "Regulatory Affairs",
            ],
            ["Marketing"] =
            [
                "Brand Strategy",
                "Content Marketing",
                "Search Marketing",
                "Campaign Planning",
                "Market Research",
                "Social Media",
                "Event Marketing",
                "Copywriting",
            ],
            ["Operations"] =
            [
                "Process Improvement",
                "Supply Chain Planning",
                "Inventory Control",
                "Procurement",
                "Logistics",
                "Lean Methods",
                "Quality Assurance",
                "Workplace Safety",
            ],
            ["People"] =
            [
                "Recruiting",
                "Learning Design",
                "Compensation",
                "Labour Relations",
                "Performance Reviews",
                "Workforce Planning",
                "Onboarding",
                "Well-being Programmes",
            ],
            ["Sales"] =
            [
                "Account Planning",
                "Prospecting",
                "Solution Selling",
                "Pricing",
                "Sales Forecasting",
                "Partner Management",
                "Bid Writing",
                "Territory Planning",
            ],
            ["Software"] =
            [
                "C#",
                "Java",
                "Python",
                "TypeScript",
                "Software Architecture",
                "Automated Testing",
                "API Design",
                "Databases",
                "Code Review",
                "Mobile Development",
                "Distributed Systems",
                "Performance Engineering",
            ],
        };

    public static IReadOnlyList<string> All { get; } = [.. Fields.Values.SelectMany(skills => skills)];

    internal static IReadOnlyList<string> Interests { get; } =
    [
        "artificial intelligence",
        "career change",
        "chess",
        "climate",
        "cooking",
        "cycling",
        "education",
        "entrepreneurship",
        "gaming",
        "gardening",
        "healthcare",
        "hiking",
        "innovation",
        "international work",
        "leading people",
        "literature",
        "mental health",
        "music",
        "open source",
        "parenting",
        "photography",
        "public policy",
        "running",
        "sustainability",
        "teaching",
        "theatre",
        "travel",
        "volunteering",
    ];
}
