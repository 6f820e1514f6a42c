using PeerNetwork.Enrollment.Scim.Protocol;

namespace PeerNetwork.Enrollment.Scim;

/// <summary>Answers what no other route takes: a method that an address does not have, or an unknown address.</summary>
internal static class UnknownEndpoint
{
    private const string Get = "GET",
        Post = "POST",
        Resource = "GET, PUT, PATCH, DELETE";

    public static IResult Handle(HttpContext http, string? rest)
    {
        if (MethodsOf(rest?.Split('/') ?? []) is not { } methods)
            throw ScimRequests.NotFound("There is nothing at this address.");
        http.Response.Headers.Allow = methods;
        throw new ScimException(
            StatusCodes.Status405MethodNotAllowed,
            null,
            $"This address has the methods {methods}."
        );
    }

    private static string? MethodsOf(string[] path) =>
        path switch
        {
            ["ServiceProviderConfig"] or ["Schemas" or "ResourceTypes"] or ["Schemas" or "ResourceTypes", _] => Get,
            ["Bulk" or ".search"] or ["Users" or "Groups", ".search"] => Post,
            ["Users" or "Groups"] => $"{Get}, {Post}",
            ["Users" or "Groups", _] => Resource,
            _ => null,
        };
}
