using System.Globalization;
using Microsoft.Extensions.Localization;
using Radzen;

namespace MeetingCloud.Web.Components;

/// <summary>The component library's own words, of which it has English ones only. Keys are its.</summary>
internal sealed class RadzenTexts(IStringLocalizer<RadzenTexts> texts) : ILocalizer
{
    public string? Get(string key, CultureInfo culture) => texts[key] is { ResourceNotFound: false } text ? text.Value : null;
}
