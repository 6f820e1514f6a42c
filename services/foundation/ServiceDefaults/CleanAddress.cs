using System.Globalization;
using System.Text;
using System.Web;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace PeerNetwork.ServiceDefaults;

/// <summary>
/// Holds what stands around a body to what the body is held to: it ends in the same columns. What an address says has
/// one meaning, too, whoever reads it: a proxy, the gateway or a service.
/// </summary>
internal static class CleanAddress
{
    private const string Day = "yyyy-MM-dd";

    public static void UseCleanAddress(this IApplicationBuilder app) =>
        app.Use(
            (context, next) =>
            {
                NeedPath(context.Request);
                NeedQuery(context.Request);
                NeedDays(context);
                NeedUtf8(context.Request);
                return next(context);
            }
        );

    /// <summary>
    /// What percent encoding stands for, with U+FFFD for bytes that are not UTF-8; the framework leaves these as they
    /// are written.
    /// </summary>
    public static string Decoded(string encoded) =>
        Encoding.UTF8.GetString(HttpUtility.UrlDecodeToBytes(encoded.Replace("+", "%2B", StringComparison.Ordinal)));

    private static void NeedPath(HttpRequest request)
    {
        if (!request.RouteValues.Values.All(v => TextValidation.IsLine(v as string)))
            throw new MalformedRequestException($"The path {TextValidation.LineMessage}");
        // The server decodes all but this: to some it would be a slash, to others a part of a name.
        if (request.Path.Value?.Contains("%2F", StringComparison.OrdinalIgnoreCase) is true)
            throw new MalformedRequestException(
                "The path must not hold an encoded slash: nothing here has one in its name."
            );
    }

    private static void NeedQuery(HttpRequest request)
    {
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var part in new QueryStringEnumerable(request.QueryString.Value))
        {
            var name = Decoded(part.EncodedName.ToString());
            if (!TextValidation.IsLine(name) || !TextValidation.IsLine(Decoded(part.EncodedValue.ToString())))
                throw new MalformedRequestException(
                    $"The query parameter {(TextValidation.IsLine(name) ? name : "with a broken name")} "
                        + TextValidation.LineMessage
                );
            if (!names.Add(name))
                throw new MalformedRequestException($"The query parameter {name} must be given once.");
        }
    }

    /// <summary>The framework's own reader of dates guesses: it takes 1 for the first of this month.</summary>
    private static void NeedDays(HttpContext context)
    {
        foreach (var parameter in context.GetEndpoint()?.Metadata.GetOrderedMetadata<IParameterBindingMetadata>() ?? [])
        {
            var type =
                Nullable.GetUnderlyingType(parameter.ParameterInfo.ParameterType)
                ?? parameter.ParameterInfo.ParameterType;
            if (
                type == typeof(DateOnly)
                && context.Request.Query[parameter.Name] is [{ Length: > 0 } written]
                && !DateOnly.TryParseExact(written, Day, CultureInfo.InvariantCulture, DateTimeStyles.None, out _)
            )
                throw new MalformedRequestException($"{parameter.Name} must be a date such as 2026-11-22.");
        }
    }

    private static void NeedUtf8(HttpRequest request)
    {
        if (
            MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
            && type.Charset.HasValue
            && !HeaderUtilities.RemoveQuotes(type.Charset).Equals("utf-8", StringComparison.OrdinalIgnoreCase)
        )
        {
            throw new MalformedRequestException(
                "Send text in UTF-8, and leave charset out of Content-Type.",
                StatusCodes.Status415UnsupportedMediaType
            );
        }
    }
}
