using System.Globalization;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Enrollment.Rosters;

/// <summary>Reads single values of a record by the mapping, noting what is wrong with them.</summary>
internal sealed class CellReader(RosterTable table, RosterRecord record, List<LineError> errors)
{
    public bool IsValid { get; private set; } = true;

    public string? Required(FieldSource? source, string field, int maxLength)
    {
        var (before, text) = (errors.Count, Text(source, field, maxLength));
        if (text is null && errors.Count == before)
            AddError(source, field, "must not be empty");
        return text;
    }

    public string? Text(FieldSource? source, string field, int maxLength)
    {
        if (ReadValue(source, field) is not { Length: > 0 } text)
            return null;
        if (text.Length > maxLength)
            return AddError(source, field, $"must not be longer than {maxLength} characters");
        if (!TextValidation.IsLine(text))
            return AddError(source, field, TextValidation.LineMessage.TrimEnd('.'));
        return FieldRules.IsFormula(text)
            ? AddError(source, field, $"must not begin with '{text[0]}', as formulas do")
            : text;
    }

    public string? ReadValue(FieldSource? source, string field)
    {
        if (source is null)
            return null;
        if (source.Constant is not null)
            return source.Constant;
        var cell = table.TextOf(record, source.Headings);
        if (source.Values is null)
            return cell;
        return source.Values.TryGetValue(cell, out var meaning)
            ? meaning
            : source.Otherwise
                ?? (
                    cell.Length == 0
                        ? null
                        : AddError(source, field, $"the mapping has no value for '{RosterFile.Truncate(cell)}'")
                );
    }

    public decimal? Number(FieldSource? source, string field, int largest, bool whole = false)
    {
        if (ReadValue(source, field) is not { Length: > 0 } text)
            return null;
        if (
            decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
            && number <= largest
            && (!whole || number == decimal.Truncate(number))
        )
            return Math.Round(number, 2);
        AddError(
            source,
            field,
            $"must be a {(whole ? "whole number" : "number")} from 0 to {largest}, "
                + $"which '{RosterFile.Truncate(text)}' is not"
        );
        return null;
    }

    public DateOnly? Day(FieldSource? source, string field)
    {
        if (ReadValue(source, field) is not { Length: > 0 } text)
            return null;
        if (
            DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            && day.Year is >= 1900 and <= 2199
        )
            return day;
        AddError(source, field, $"must be a day written as yyyy-MM-dd, which '{RosterFile.Truncate(text)}' is not");
        return null;
    }

    public bool? Flag(FieldSource? source, string field)
    {
        if (source is null)
            return null;
        switch (ReadValue(source, field)?.ToLowerInvariant())
        {
            case "yes" or "true":
                return true;
            case null or "" or "no" or "false":
                return false;
            case var text:
                AddError(source, field, $"must be yes or no, which '{RosterFile.Truncate(text)}' is not");
                return null;
        }
    }

    public string? AddError(FieldSource? source, string field, string message)
    {
        IsValid = false;
        errors.Add(new(record.Line, source is { Headings: [var heading, ..] } ? heading : field, message));
        return null;
    }
}
