using MeetingCloud.Storage.Packages;

namespace MeetingCloud.Tests.Storage.Packages;

public sealed class StepBudgetTests
{
    [Theory]
    [InlineData(1, 256)]
    [InlineData(32, 256)]
    [InlineData(33, 128)]
    [InlineData(64, 128)]
    [InlineData(200, 32)]
    [InlineData(5000, 16)]
    public void Step_ShrinksAsResponsesBecomeMany_AndGrowsAgain(int responses, int kibibytes)
    {
        var budget = new StepBudget(8 << 20);
        var shares = Enumerable.Range(0, responses).Select(_ => budget.Enter()).ToList();
        Assert.All(shares, share => Assert.Equal(kibibytes << 10, share.Bytes));
        shares.ForEach(share => share.Dispose());
        Assert.Equal(StepBudget.MaxStep, budget.Step);
    }
}
