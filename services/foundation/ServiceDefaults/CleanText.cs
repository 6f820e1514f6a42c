namespace PeerNetwork.ServiceDefaults;

/// <summary>Refuses control characters other than tab and line breaks, and halves of surrogate pairs.</summary>
internal static class CleanText
{
    public const string Demand = "must not hold control characters or broken Unicode.";

    public static bool IsClean(string? text)
    {
        if (text is null)
            return true;
        foreach (var rune in text.EnumerateRunes())
        {
            // EnumerateRunes puts U+FFFD where half a pair stands.
            if ((rune.Value < ' ' && rune.Value is not ('\t' or '\n' or '\r')) || rune.Value is 0x7f or 0xfffd)
                return false;
        }

        return true;
    }

    /// <summary>Holds addresses to what JSON is held to: what a handler binds from them ends in the same columns.</summary>
    internal static void UseCleanText(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        foreach (var (name, values) in context.Request.Query)
        {
            if (!IsClean(name) || !values.All(IsClean))
                throw new MalformedRequestException($"The query parameter {(IsClean(name) ? name : "with a broken name")} {Demand}");
        }

        return context.Request.RouteValues.Values.All(v => IsClean(v as string))
            ? next(context)
            : throw new MalformedRequestException($"The path {Demand}");
    });
}
