using System.Security.Cryptography;

namespace MeetingCloud.Web.Components.Desk;

/// <summary>Codes that people read out to each other: without letters and digits that look alike.</summary>
internal static class AccessCode
{
    private const string Alphabet = "23456789ABCDEFGHJKMNPQRSTUVWXYZ";
    private const int Length = 8;

    public static string New() => RandomNumberGenerator.GetString(Alphabet, Length);
}
