using System.Runtime.InteropServices;
using System.Text.Json;
using MeetingCloud.ServiceDefaults;

namespace MeetingCloud.Api.Http;

/// <summary>
/// Refuses texts with a NUL character: PostgreSQL cannot keep them, and C programs, such as those that unpack packages, see their end
/// in it. In a path the server has refused it already.
/// </summary>
internal static class NulCharacters
{
    private const string Message = "must not have NUL characters.";

    /// <summary>400 for a query with one.</summary>
    public static Task InvokeAsync(HttpContext context, RequestDelegate next) =>
        context.Request.QueryString.Value?.Contains("%00", StringComparison.Ordinal) == true
            ? Problem.BadRequest($"The query {Message}").ExecuteAsync(context)
            : next(context);

    /// <exception cref="ProblemException">422, with the member named.</exception>
    public static void Refuse(JsonElement body)
    {
        // Nearly every body: no string in it can have one.
        if (JsonMarshal.GetRawUtf8Value(body).IndexOf("\\u0000"u8) >= 0)
        {
            Refuse(body, "");
        }
    }

    private static void Refuse(JsonElement element, string member)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var property in element.EnumerateObject())
                {
                    Refuse(property.Value, member.Length == 0 ? property.Name : $"{member}.{property.Name}");
                }

                break;
            case JsonValueKind.Array:
                foreach (var (index, item) in element.EnumerateArray().Index())
                {
                    Refuse(item, $"{member}[{index}]");
                }

                break;
            case JsonValueKind.String when HasNul(element):
                throw new ProblemException(Problem.Invalid(member.Length == 0 ? "body" : member, Message));
        }
    }

    private static bool HasNul(JsonElement text)
    {
        try
        {
            return text.GetString()!.Contains('\0', StringComparison.Ordinal);
        }
        catch (InvalidOperationException)
        {
            // Half a surrogate pair: no text at all, as whoever reads the member will say.
            return false;
        }
    }
}
