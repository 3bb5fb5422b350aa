namespace MeetingCloud.ServiceDefaults;

/// <summary>The key of those who run MeetingCloud (<c>ADMIN_API_KEY</c>).</summary>
public sealed class AdminKey(string value) : ServiceKey(value)
{
    public const string Variable = "ADMIN_API_KEY";
}
