using System.Globalization;
using System.Text;
using System.Web;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace PeerNetwork.ServiceDefaults;

/// <summary>
/// Rejects requests whose path, query or content type is not strict. Their text goes into the same columns as the text
/// of a body. A proxy, the gateway and a service must read an address in the same way.
/// </summary>
internal static class StrictRequestMiddleware
{
    private const string IsoDate = "yyyy-MM-dd";

    public static void UseStrictRequests(this IApplicationBuilder app) =>
        app.Use(
            (context, next) =>
            {
                RequireCleanPath(context.Request);
                RequireCleanQuery(context.Request);
                RequireStrictValues(context);
                RequireUtf8(context.Request);
                return next(context);
            }
        );

    /// <summary>
    /// Decodes percent encoding. Bytes that are not UTF-8 become U+FFFD; the framework leaves them encoded.
    /// </summary>
    public static string PercentDecode(string encoded) =>
        Encoding.UTF8.GetString(HttpUtility.UrlDecodeToBytes(encoded.Replace("+", "%2B", StringComparison.Ordinal)));

    private static void RequireCleanPath(HttpRequest request)
    {
        if (!request.RouteValues.Values.All(v => TextValidation.IsLine(v as string)))
            throw new MalformedRequestException($"The path {TextValidation.LineMessage}");
        // The server decodes all escapes but this one. Some readers take it as a slash, others as a part of a name.
        if (request.Path.Value?.Contains("%2F", StringComparison.OrdinalIgnoreCase) is true)
            throw new MalformedRequestException("The path must not contain an encoded slash.");
    }

    private static void RequireCleanQuery(HttpRequest request)
    {
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var part in new QueryStringEnumerable(request.QueryString.Value))
        {
            var name = PercentDecode(part.EncodedName.ToString());
            if (!TextValidation.IsLine(name))
                throw new MalformedRequestException($"The name of a query parameter {TextValidation.LineMessage}");
            if (!TextValidation.IsLine(PercentDecode(part.EncodedValue.ToString())))
                throw new MalformedRequestException($"The query parameter {name} {TextValidation.LineMessage}");
            if (!names.Add(name))
                throw new MalformedRequestException($"The query parameter {name} must be given once.");
        }
    }

    /// <summary>
    /// The framework takes an empty value as none, and parses dates loosely: it reads "1" as the first day of the
    /// current month.
    /// </summary>
    private static void RequireStrictValues(HttpContext context)
    {
        foreach (var parameter in context.GetEndpoint()?.Metadata.GetOrderedMetadata<IParameterBindingMetadata>() ?? [])
        {
            var type =
                Nullable.GetUnderlyingType(parameter.ParameterInfo.ParameterType)
                ?? parameter.ParameterInfo.ParameterType;
            var text =
                context.Request.RouteValues[parameter.Name] as string
                ?? context.Request.Query[parameter.Name].ToString();
            if (parameter.HasTryParse && text.Length == 0 && context.Request.Query.ContainsKey(parameter.Name))
                throw new MalformedRequestException($"{parameter.Name} must have a value, or be left out.");
            if (
                type == typeof(DateOnly)
                && text.Length > 0
                && !DateOnly.TryParseExact(text, IsoDate, CultureInfo.InvariantCulture, DateTimeStyles.None, out _)
            )
                throw new MalformedRequestException($"{parameter.Name} must be a date such as 2026-11-22.");
        }
    }

    private static void RequireUtf8(HttpRequest request)
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
